/* A limb sensor with limbwatch's open profile, for Arduino boards with an accelerometer:
 *
 *   Nano 33 BLE Rev2      ArduinoBLE and Arduino_BMI270_BMM150 (as it stands)
 *   Nano 33 BLE           ArduinoBLE and Arduino_LSM9DS1       (define LIMB_LSM9DS1)
 *   Nano 33 IoT, others   ArduinoBLE and Arduino_LSM6DS3       (define LIMB_LSM6DS3)
 *
 * ArduinoBLE runs on nRF52840 and ESP32. The libraries fix rate and range (some 100 samples per
 * second, 4 g); the control characteristic tells the real ones. Keep limb_sensor.h beside this file.
 */
#include <ArduinoBLE.h>
#if defined(LIMB_LSM9DS1)
#include <Arduino_LSM9DS1.h>
#elif defined(LIMB_LSM6DS3)
#include <Arduino_LSM6DS3.h>
#else
#include <Arduino_BMI270_BMM150.h>
#endif

#include "limb_sensor.h"

static const uint8_t FULL_SCALE = 4; /* g; what the three libraries set */
static const uint8_t SAMPLES = 12;   /* in a packet: 82 bytes, eight packets a second */

static BLEService service(LIMB_SERVICE);
static BLECharacteristic data(LIMB_DATA, BLENotify, LIMB_PACKET_SIZE(SAMPLES));
static BLECharacteristic control(LIMB_CONTROL, BLERead | BLEWrite, LIMB_CONTROL_SIZE);

static int16_t samples[3 * SAMPLES];
static uint8_t taken = 0;
static uint16_t number = 0;     /* goes on across connections, so that a loss shows */
static uint32_t firstTick = 0;
static uint8_t flags = LIMB_RESTARTED; /* until a packet has said so */
static bool streaming = false;

/* micros() wraps after 71 minutes; the profile's clock must not. */
static uint64_t microseconds() {
  static uint32_t last = 0;
  static uint64_t turns = 0;
  uint32_t now = micros();
  if (now < last) turns += (uint64_t)1 << 32;
  last = now;
  return turns + now;
}

static void tellControl() {
  uint8_t value[LIMB_CONTROL_SIZE];
  uint16_t rate = streaming ? (uint16_t)(IMU.accelerationSampleRate() + 0.5f) : 0;
  limb_control_value(value, rate, FULL_SCALE);
  control.writeValue(value, sizeof value);
}

static void controlWritten(BLEDevice, BLECharacteristic written) {
  uint16_t rate;
  uint8_t fullScale;
  if (limb_control(written.value(), written.valueLength(), &rate, &fullScale)) {
    streaming = rate > 0;
    taken = 0;
  }
  tellControl();
}

static void disconnected(BLEDevice) {
  streaming = false;
  tellControl();
}

void setup() {
  if (!IMU.begin() || !BLE.begin()) {
    for (;;) {
    }
  }
  BLE.setLocalName("limb sensor");
  BLE.setAdvertisedService(service);
  BLE.setConnectionInterval(40, 80); /* 50 to 100 ms, in units of 1.25 ms: the radio sleeps more */
  service.addCharacteristic(data);
  service.addCharacteristic(control);
  BLE.addService(service);
  control.setEventHandler(BLEWritten, controlWritten);
  BLE.setEventHandler(BLEDisconnected, disconnected);
  tellControl();
  BLE.advertise();
}

static void sendPacket() {
  uint8_t packet[LIMB_PACKET_SIZE(SAMPLES)];
  size_t length =
      limb_packet(packet, sizeof packet, flags, number, firstTick, samples, taken, FULL_SCALE);
  number = (uint16_t)(number + 1);
  taken = 0;
  if (length != 0 && data.subscribed() && data.writeValue(packet, (int)length)) {
    flags = 0;
  } else {
    flags |= LIMB_DROPPED;
  }
}

void loop() {
  BLE.poll();
  float x, y, z;
  if (!IMU.accelerationAvailable() || !IMU.readAcceleration(x, y, z)) return;
  uint32_t tick = limb_tick(microseconds()); /* always read, so that a turn of micros() is seen */
  if (!streaming) return;
  if (taken == 0) firstTick = tick;
  samples[3 * taken] = limb_counts(x, FULL_SCALE);
  samples[3 * taken + 1] = limb_counts(y, FULL_SCALE);
  samples[3 * taken + 2] = limb_counts(z, FULL_SCALE);
  taken++;
  if (taken == SAMPLES) sendPacket();
}
