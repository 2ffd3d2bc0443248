// What the sketch uses of ArduinoBLE, with the library's own signatures
// (arduino-libraries/ArduinoBLE, src/BLECharacteristic.h, BLELocalDevice.h, BLEProperty.h).
#pragma once
#include "Arduino.h"
#include <string>
#include <vector>
enum { BLERead = 0x02, BLEWrite = 0x08, BLENotify = 0x10 };
enum BLEDeviceEvent { BLEConnected = 0, BLEDisconnected = 1 };
enum BLECharacteristicEvent { BLESubscribed = 0, BLEUnsubscribed = 1, BLEWritten = 3 };
class BLEDevice {};
class BLECharacteristic;
typedef void (*BLECharacteristicEventHandler)(BLEDevice device, BLECharacteristic characteristic);
typedef void (*BLEDeviceEventHandler)(BLEDevice device);
struct Shared {
  std::string uuid;
  int room = 0;
  bool subscribed = false, full = false;
  std::vector<uint8_t> value;
  std::vector<std::vector<uint8_t>> written;
  BLECharacteristicEventHandler handler = nullptr;
};
class BLECharacteristic {
 public:
  BLECharacteristic(const char *uuid, uint16_t, int valueSize, bool fixedLength = false)
      : shared(new Shared) {
    (void)fixedLength;
    shared->uuid = uuid;
    shared->room = valueSize;
  }
  int writeValue(const uint8_t value[], int length, bool withResponse = true) {
    (void)withResponse;
    if (length > shared->room || shared->full) return 0;
    shared->value.assign(value, value + length);
    shared->written.push_back(shared->value);
    return 1;
  }
  const uint8_t *value() const { return shared->value.data(); }
  int valueLength() const { return (int)shared->value.size(); }
  bool subscribed() { return shared->subscribed; }
  void setEventHandler(int, BLECharacteristicEventHandler handler) { shared->handler = handler; }
  Shared *shared;
};
class BLEService {
 public:
  explicit BLEService(const char *uuid) : uuid(uuid) {}
  void addCharacteristic(BLECharacteristic &) {}
  std::string uuid;
};
class BLELocalDevice {
 public:
  int begin() { return 1; }
  void poll() {}
  bool setLocalName(const char *) { return true; }
  bool setAdvertisedService(const BLEService &) { return true; }
  void setConnectionInterval(uint16_t, uint16_t) {}
  void addService(BLEService &) {}
  void setEventHandler(BLEDeviceEvent, BLEDeviceEventHandler handler) { gone = handler; }
  int advertise() { return 1; }
  BLEDeviceEventHandler gone = nullptr;
};
extern BLELocalDevice BLE;
