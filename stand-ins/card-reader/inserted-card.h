/* The card in the reader: a folder that `$STAND_IN_READER/inserted` points to. */
#ifndef INSERTED_CARD_H
#define INSERTED_CARD_H
#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

struct inserted_card {
  char folder[PATH_MAX];
  dev_t device;
  ino_t inode;
};

/* Looks into the reader. False: no card in it. */
bool look_for_card(struct inserted_card *card);

/* Whether this very card is still in the reader. */
bool is_still_inserted(const struct inserted_card *card);

/* Points SoftHSM at this card's tokens, wherever its folder lies now. */
bool point_softhsm_at(const struct inserted_card *card);

/* Replaces `folder/name` so that a reader sees the old or the new content, and a power cut leaves one of them. */
bool replace_file(const char *folder, const char *name, const char *content);

/* Joins a path; false where it is too long. */
bool join_path(char path[PATH_MAX], const char *folder, const char *name);
#endif
