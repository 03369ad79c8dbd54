#define _GNU_SOURCE
#include "sensor.h"
#include "inserted-card.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOKS 100
static const struct timespec between_looks = {0, 50 * 1000 * 1000};

static bool read_line(const char *folder, const char *name, char *line, int size) {
  char path[PATH_MAX];
  if (!folder || !join_path(path, folder, name)) return false;
  FILE *file = fopen(path, "re");
  if (!file) return false;
  bool found = fgets(line, size, file) != NULL;
  fclose(file);
  if (found) line[strcspn(line, "\n")] = '\0';
  return found;
}

static enum finger look(void) {
  char line[16];
  if (!read_line(getenv("STAND_IN_READER"), "sensor", line, sizeof line)) return finger_none;
  if (strcmp(line, "holder") == 0) return finger_of_holder;
  return strcmp(line, "another") == 0 ? finger_of_another : finger_none;
}

enum finger wait_for_finger(void) {
  for (int looks = 0; looks < LOOKS; looks++) {
    enum finger finger = look();
    if (finger != finger_none) return finger;
    nanosleep(&between_looks, NULL);
  }
  return finger_none;
}

bool read_kept_pin(const char *phone_folder, char pin[5]) {
  return read_line(phone_folder, "kept-pin", pin, 5) && strlen(pin) == 4;
}
