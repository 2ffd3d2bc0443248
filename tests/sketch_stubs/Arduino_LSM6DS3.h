#include "Accelerometer.h"
