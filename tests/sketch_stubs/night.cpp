// Lets the sketch live through some time: connect, start, a full radio, a lost link, a new start.
#include "ArduinoBLE.h"
uint64_t simulatedMicroseconds = 0;
BLELocalDevice BLE;
#include SKETCH
#include <cstdio>
Accelerometer IMU;

static void feel(long samples) {
  for (long i = 0; i < samples; i++) {
    IMU.ready = 1;
    loop();
    simulatedMicroseconds += 10000;
  }
}
static void write(const uint8_t *value, int length) {
  control.shared->value.assign(value, value + length);
  control.shared->handler(BLEDevice(), control);
}
static void print(const char *what, const std::vector<uint8_t> &value) {
  printf("%s ", what);
  for (uint8_t byte : value) printf("%02x", byte);
  printf("\n");
}

int main() {
  const uint8_t start[] = {1, 50, 0, 8}, stop[] = {1, 0, 0, 8}, wrong[] = {2, 50, 0, 8};
  simulatedMicroseconds = ((uint64_t)1 << 32) - 3000000;  // three seconds before micros() wraps
  setup();
  print("idle", control.shared->value);
  feel(30);  // nobody asked for anything
  data.shared->subscribed = true;
  write(wrong, 4);
  feel(30);
  write(start, 4);
  print("streaming", control.shared->value);
  feel(600);  // over the wrap
  data.shared->full = true;
  feel(36);  // three packets find no room
  data.shared->full = false;
  feel(24);
  BLE.gone(BLEDevice());  // the link breaks
  print("gone", control.shared->value);
  feel(50);
  write(start, 4);
  feel(24);
  write(stop, 4);
  feel(24);
  for (const auto &packet : data.shared->written) print("packet", packet);
  return 0;
}
