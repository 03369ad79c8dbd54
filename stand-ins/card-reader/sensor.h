/* The sensor of a phone: what lies on it is what a file of the reader's folder says. */
#ifndef SENSOR_H
#define SENSOR_H
#include <stdbool.h>

enum finger { finger_none, finger_of_holder, finger_of_another };

/* Waits for a finger, some seconds long. */
enum finger wait_for_finger(void);

/* What the phone's own hardware gives to its key once it knows its holder: here the PIN, kept in the phone's folder. */
bool read_kept_pin(const char *phone_folder, char pin[5]);
#endif
