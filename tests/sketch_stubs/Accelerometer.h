// What the sketch uses of an accelerometer's library: the same of Arduino_BMI270_BMM150,
// Arduino_LSM6DS3 and Arduino_LSM9DS1 (arduino-libraries).
#pragma once
class Accelerometer {
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
extern Accelerometer IMU;
