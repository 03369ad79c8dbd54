/* How often a PIN may still be wrong. SoftHSM does not count; the real card does. */
#ifndef TRIES_H
#define TRIES_H
#include <stdbool.h>

/* One PIN of a card. */
struct pin_rule {
  const char *file;        /* in the card's `tries` folder: one digit */
  const char *token_label; /* of the token that it opens */
  int full_tries;
  unsigned long shortest, longest; /* outside of it no PIN reaches the card, so none costs a try */
};

/* What the card's file says, or none left where it says nothing that can be believed. */
int read_tries(const char *card_folder, const struct pin_rule *rule);

/* Durable when it returns true. */
bool write_tries(const char *card_folder, const struct pin_rule *rule, int left);

/* Nobody else, in this process or another, tries this PIN until it is unlocked. Negative: could not be locked. */
int lock_tries(const char *card_folder, const struct pin_rule *rule);
void unlock_tries(int lock);
#endif
