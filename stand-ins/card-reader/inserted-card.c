#include "inserted-card.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool join_path(char path[PATH_MAX], const char *folder, const char *name) {
  int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);
  return length > 0 && length < PATH_MAX;
}

static bool inserted_path(char path[PATH_MAX]) {
  const char *reader = getenv("STAND_IN_READER");
  return reader && *reader && join_path(path, reader, "inserted");
}

bool look_for_card(struct inserted_card *card) {
  char path[PATH_MAX];
  struct stat status;
  if (!inserted_path(path) || !realpath(path, card->folder)) return false;
  if (stat(card->folder, &status) != 0 || !S_ISDIR(status.st_mode)) return false;
  card->device = status.st_dev;
  card->inode = status.st_ino;
  return true;
}

bool is_still_inserted(const struct inserted_card *card) {
  char path[PATH_MAX];
  struct stat status;
  if (!inserted_path(path) || stat(path, &status) != 0) return false;
  return status.st_dev == card->device && status.st_ino == card->inode;
}

static bool write_whole(int file, const char *content) {
  size_t length = strlen(content);
  while (length > 0) {
    ssize_t written = write(file, content, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content += written;
    length -= (size_t)written;
  }
  return fsync(file) == 0;
}

/* The rename itself is durable only when the folder is. */
static bool sync_folder(const char *folder) {
  int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  bool synced = fsync(descriptor) == 0;
  close(descriptor);
  return synced;
}

bool replace_file(const char *folder, const char *name, const char *content) {
  char path[PATH_MAX], fresh[PATH_MAX];
  if (!join_path(path, folder, name) || snprintf(fresh, sizeof fresh, "%s.XXXXXX", path) >= (int)sizeof fresh)
    return false;
  int file = mkstemp(fresh);
  if (file < 0) return false;
  bool written = write_whole(file, content);
  if (close(file) != 0) written = false;
  if (written && rename(fresh, path) == 0) return sync_folder(folder);
  unlink(fresh);
  return false;
}

static bool holds(const char *path, const char *content) {
  char held[PATH_MAX + 512];
  FILE *file = fopen(path, "re");
  if (!file) return false;
  size_t length = fread(held, 1, sizeof held, file);
  fclose(file);
  return length == strlen(content) && memcmp(held, content, length) == 0;
}

bool point_softhsm_at(const struct inserted_card *card) {
  char path[PATH_MAX], content[PATH_MAX + 256];
  snprintf(content, sizeof content,
           "directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true\n",
           card->folder);
  if (!join_path(path, card->folder, "softhsm2.conf")) return false;
  if (!holds(path, content) && !replace_file(card->folder, "softhsm2.conf", content)) return false;
  return setenv("SOFTHSM2_CONF", path, 1) == 0;
}
