/* What a card in a citizen's hand does not let anyone write. */
#ifndef READ_ONLY_H
#define READ_ONLY_H
#include "cryptoki.h"

/* Replaces every function of the list that would write to a token. */
void refuse_writes(CK_FUNCTION_LIST_PTR list);
#endif
