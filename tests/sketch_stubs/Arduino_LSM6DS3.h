// What the sketch uses of the accelerometer's library (arduino-libraries/Arduino_LSM6DS3).
#pragma once
class BoschSensorClass {
 public:
  int begin() { return 1; }
  int accelerationAvailable() { return ready; }
  int readAcceleration(float &x, float &y, float &z) {
    x = (float)(taken % 2000 - 1000) / 1000;
    y = (float)(taken / 2000 - 1000) / 1000;
    z = 1.0f;
    taken++;
    ready = 0;
    return 1;
  }
  float accelerationSampleRate() { return 100.0f; }
  int ready = 0;
  long taken = 0;
};
extern BoschSensorClass IMU;
