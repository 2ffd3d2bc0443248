/* The open limb-sensor profile, version 1 (docs/open-profile.md), as plain C: no board, no library.
 *
 * limbwatch's tests compile this file and hold it against the decoder.
 */
#ifndef LIMB_SENSOR_H
#define LIMB_SENSOR_H

#include <stddef.h>
#include <stdint.h>

#ifndef LIMB_API
#define LIMB_API static inline
#endif

#define LIMB_SERVICE "6c770000-8d2c-4f0a-9b61-3d5c7e1fa042"
#define LIMB_DATA "6c770001-8d2c-4f0a-9b61-3d5c7e1fa042"
#define LIMB_CONTROL "6c770002-8d2c-4f0a-9b61-3d5c7e1fa042"

#define LIMB_VERSION 1
#define LIMB_RESTARTED 0x01 /* flags: the clock restarted since the last packet */
#define LIMB_DROPPED 0x02   /* flags: samples were dropped just before this packet */
#define LIMB_HEADER 10
#define LIMB_CONTROL_SIZE 4
#define LIMB_PACKET_SIZE(n) (LIMB_HEADER + 6 * (size_t)(n))

/* Microseconds as ticks of 1/32768 s; wraps after 36.4 hours, as the profile says. */
LIMB_API uint32_t limb_tick(uint64_t microseconds)
{
    /* 32768 / 1000000 is 512 / 15625; in two parts, so that nothing overflows */
    return (uint32_t)(microseconds / 15625 * 512 + microseconds % 15625 * 512 / 15625);
}

/* g as counts: 32768 is the full scale. What is beyond it stays at its end. */
LIMB_API int16_t limb_counts(float g, uint8_t full_scale)
{
    float counts = g * 32768.0f / (float)full_scale;
    if (!(counts < 32767.0f)) return counts < 0.0f || counts != counts ? 0 : 32767;
    if (counts < -32768.0f) return -32768;
    return (int16_t)(counts < 0.0f ? counts - 0.5f : counts + 0.5f);
}

/* Builds a packet. Gives its length, or 0 when there is no room, no sample or no such full scale. */
LIMB_API size_t limb_packet(uint8_t *out, size_t room, uint8_t flags, uint16_t number,
                            uint32_t tick, const int16_t *xyz, uint8_t n, uint8_t full_scale)
{
    size_t i, at = LIMB_HEADER;
    int known = full_scale == 2 || full_scale == 4 || full_scale == 8 || full_scale == 16;
    if (n == 0 || !known || room < LIMB_PACKET_SIZE(n)) return 0;
    out[0] = LIMB_VERSION;
    out[1] = flags;
    out[2] = (uint8_t)number;
    out[3] = (uint8_t)(number >> 8);
    for (i = 0; i < 4; i++) out[4 + i] = (uint8_t)(tick >> (8 * i));
    out[8] = n;
    out[9] = full_scale;
    for (i = 0; i < 3u * n; i++) {
        out[at++] = (uint8_t)((uint16_t)xyz[i] & 0xFF);
        out[at++] = (uint8_t)((uint16_t)xyz[i] >> 8);
    }
    return at;
}

/* Understands what was written to the control characteristic; gives 0 when it is nothing. */
LIMB_API int limb_control(const uint8_t *data, size_t length, uint16_t *rate, uint8_t *full_scale)
{
    if (length != LIMB_CONTROL_SIZE || data[0] != LIMB_VERSION) return 0;
    *rate = (uint16_t)(data[1] | data[2] << 8);
    *full_scale = data[3];
    return 1;
}

/* Builds what is read from the control characteristic: what the sensor really does. */
LIMB_API void limb_control_value(uint8_t *out, uint16_t rate, uint8_t full_scale)
{
    out[0] = LIMB_VERSION;
    out[1] = (uint8_t)rate;
    out[2] = (uint8_t)(rate >> 8);
    out[3] = full_scale;
}

#endif
