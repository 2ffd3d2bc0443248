// What the sketch needs of Arduino's core, for a computer: time that the stand-in sets.
#pragma once
#include <stddef.h>
#include <stdint.h>
extern uint64_t simulatedMicroseconds;
inline unsigned long micros() { return (uint32_t)simulatedMicroseconds; }
