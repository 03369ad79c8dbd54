#include "tries.h"
#include "inserted-card.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static bool tries_folder(char path[PATH_MAX], const char *card_folder) {
  return join_path(path, card_folder, "tries");
}

int read_tries(const char *card_folder, const struct pin_rule *rule) {
  char folder[PATH_MAX], path[PATH_MAX], digit = 0, end = 0, more = 0;
  if (!tries_folder(folder, card_folder) || !join_path(path, folder, rule->file)) return 0;
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  int found = fscanf(file, "%c%c%c", &digit, &end, &more);
  fclose(file);
  int left = digit - '0';
  return found == 2 && end == '\n' && left >= 0 && left <= rule->full_tries ? left : 0;
}

bool write_tries(const char *card_folder, const struct pin_rule *rule, int left) {
  char folder[PATH_MAX], content[16];
  snprintf(content, sizeof content, "%d\n", left);
  return tries_folder(folder, card_folder) && replace_file(folder, rule->file, content);
}

int lock_tries(const char *card_folder, const struct pin_rule *rule) {
  char folder[PATH_MAX], name[64], path[PATH_MAX];
  snprintf(name, sizeof name, "%s.lock", rule->file);
  if (!tries_folder(folder, card_folder) || !join_path(path, folder, name)) return -1;
  /* Opened anew each time: flock() belongs to the opening, so threads of one process wait for each other too. */
  int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return -1;
  while (flock(lock, LOCK_EX) != 0)
    if (errno != EINTR) {
      close(lock);
      return -1;
    }
  return lock;
}

void unlock_tries(int lock) { close(lock); }
