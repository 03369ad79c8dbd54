/*
 * A card reader with a My Number Card in it, as OpenSC shows one: a PKCS#11 module that wraps SoftHSM and adds what
 * SoftHSM lacks. It counts PIN tries and locks, names slots and tokens as the real driver does, signs by PKCS#1 v1.5
 * only, and writes nothing. Whoever uses it needs no line of their own for it: it is chosen as any module is.
 */
#define _GNU_SOURCE
#include "cryptoki.h"
#include "inserted-card.h"
#include "read-only.h"
#include "sensor.h"
#include "tries.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* In the order of the real driver's slots. */
static const struct pin_rule rules[] = {
    {"authentication", "JPKI (User Authentication PIN)", 3, 4, 4},
    {"signature", "JPKI (Digital Signature PIN)", 5, 6, 16},
    /* Not on a card: a phone is a folder with this token alone. */
    {"phone", "JPKI (Phone User Authentication)", 3, 4, 4},
};
#define PHONE (&rules[2])
/* Counted apart from the PIN, as phones do: five strange fingers, and only the PIN opens the key again. */
static const struct pin_rule fingers = {"fingers", NULL, 5, 0, 0};

static const char *const softhsm_places[] = {
    "/usr/lib/softhsm/libsofthsm2.so",          "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm.so",         "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
};

/* PKCS#1 v1.5, as the card; ECDSA, as the next one will. No PSS: a client that needs it would fail on a real card. */
static const CK_MECHANISM_TYPE mechanisms[] = {
    CKM_RSA_PKCS,        CKM_SHA1_RSA_PKCS,   CKM_SHA256_RSA_PKCS,
    CKM_SHA384_RSA_PKCS, CKM_SHA512_RSA_PKCS, CKM_ECDSA,
};

static CK_FUNCTION_LIST_PTR softhsm;
static CK_FUNCTION_LIST list;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static bool initialized;
static bool has_card; /* at C_Initialize; a card inserted later is seen at the next one */
static struct inserted_card card;
static struct {
  const struct pin_rule *rule;
  CK_SLOT_ID softhsm_slot;
} slots[COUNT(rules)];
static CK_ULONG slot_count;

static bool card_is_there(void) { return has_card && is_still_inserted(&card); }

static void pad(CK_UTF8CHAR *field, size_t size, const char *text) {
  size_t length = strlen(text);
  memset(field, ' ', size);
  memcpy(field, text, length < size ? length : size);
}
#define PAD(field, text) pad(field, sizeof(field), text)

/* ---- the module ---- */

/* Which of SoftHSM's slots is which PIN: its slot numbers change, its labels do not. */
static CK_RV find_tokens(void) {
  CK_SLOT_ID found[16];
  CK_ULONG count = COUNT(found);
  CK_RV rv = softhsm->C_GetSlotList(CK_TRUE, found, &count);
  if (rv != CKR_OK) return rv;
  slot_count = 0;
  for (size_t rule = 0; rule < COUNT(rules); rule++)
    for (CK_ULONG i = 0; i < count; i++) {
      CK_TOKEN_INFO info;
      CK_UTF8CHAR label[sizeof info.label];
      PAD(label, rules[rule].token_label);
      if (softhsm->C_GetTokenInfo(found[i], &info) != CKR_OK || memcmp(info.label, label, sizeof label) != 0) continue;
      slots[slot_count].rule = &rules[rule];
      slots[slot_count++].softhsm_slot = found[i];
      break;
    }
  return slot_count > 0 ? CKR_OK : CKR_DEVICE_ERROR;
}

static CK_RV start(CK_VOID_PTR arguments) {
  if (initialized) return CKR_CRYPTOKI_ALREADY_INITIALIZED;
  has_card = look_for_card(&card);
  if (has_card) {
    if (!point_softhsm_at(&card)) return CKR_DEVICE_ERROR;
    CK_RV rv = softhsm->C_Initialize(arguments);
    if (rv != CKR_OK) return rv;
    rv = find_tokens();
    if (rv != CKR_OK) {
      softhsm->C_Finalize(NULL_PTR);
      return rv;
    }
  }
  initialized = true;
  return CKR_OK;
}

static CK_RV reader_initialize(CK_VOID_PTR arguments) {
  pthread_mutex_lock(&turn);
  CK_RV rv = start(arguments);
  pthread_mutex_unlock(&turn);
  return rv;
}

static CK_RV reader_finalize(CK_VOID_PTR reserved) {
  pthread_mutex_lock(&turn);
  CK_RV rv = CKR_CRYPTOKI_NOT_INITIALIZED;
  if (initialized) {
    rv = has_card ? softhsm->C_Finalize(reserved) : CKR_OK;
    initialized = has_card = false;
    slot_count = 0;
  }
  pthread_mutex_unlock(&turn);
  return rv;
}

static CK_RV reader_get_info(CK_INFO_PTR info) {
  if (!initialized) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (!info) return CKR_ARGUMENTS_BAD;
  memset(info, 0, sizeof *info);
  info->cryptokiVersion = list.version;
  PAD(info->manufacturerID, "Madoguchi sandbox");
  PAD(info->libraryDescription, "Stand-in card reader");
  return CKR_OK;
}

/* ---- slots and tokens ---- */

static CK_RV reader_get_slot_list(CK_BBOOL token_present, CK_SLOT_ID_PTR ids, CK_ULONG_PTR count) {
  if (!initialized) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (!count) return CKR_ARGUMENTS_BAD;
  /* An empty reader is one slot without a token. */
  CK_ULONG present = card_is_there() ? slot_count : token_present ? 0 : 1;
  CK_ULONG room = *count;
  *count = present;
  if (!ids) return CKR_OK;
  if (room < present) return CKR_BUFFER_TOO_SMALL;
  for (CK_ULONG id = 0; id < present; id++) ids[id] = id;
  return CKR_OK;
}

static CK_RV check_slot(CK_SLOT_ID id) {
  if (!initialized) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (!card_is_there()) return id == 0 || id < slot_count ? CKR_TOKEN_NOT_PRESENT : CKR_SLOT_ID_INVALID;
  return id < slot_count ? CKR_OK : CKR_SLOT_ID_INVALID;
}

static CK_RV reader_get_slot_info(CK_SLOT_ID id, CK_SLOT_INFO_PTR info) {
  CK_RV rv = check_slot(id);
  if (rv != CKR_OK && rv != CKR_TOKEN_NOT_PRESENT) return rv;
  if (!info) return CKR_ARGUMENTS_BAD;
  memset(info, 0, sizeof *info);
  PAD(info->slotDescription, "Stand-in card reader");
  PAD(info->manufacturerID, "Madoguchi sandbox");
  info->flags = CKF_REMOVABLE_DEVICE | CKF_HW_SLOT | (rv == CKR_OK ? CKF_TOKEN_PRESENT : 0);
  return CKR_OK;
}

/* PKCS#11 has no number of tries, only these. */
static CK_FLAGS tries_flags(const struct pin_rule *rule) {
  int left = read_tries(card.folder, rule);
  if (left == rule->full_tries) return 0;
  return CKF_USER_PIN_COUNT_LOW | (left == 1 ? CKF_USER_PIN_FINAL_TRY : 0) | (left == 0 ? CKF_USER_PIN_LOCKED : 0);
}

static CK_RV reader_get_token_info(CK_SLOT_ID id, CK_TOKEN_INFO_PTR info) {
  CK_RV rv = check_slot(id);
  if (rv != CKR_OK) return rv;
  if (!info) return CKR_ARGUMENTS_BAD;
  const struct pin_rule *rule = slots[id].rule;
  memset(info, 0, sizeof *info);
  PAD(info->label, rule->token_label);
  PAD(info->manufacturerID, "JPKI");
  PAD(info->model, "PKCS#15 emulated");
  PAD(info->serialNumber, "00000000"); /* of every real card: nothing can be keyed on it */
  info->flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED | tries_flags(rule);
  if (rule == PHONE && read_tries(card.folder, &fingers) > 0) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  info->ulMaxSessionCount = info->ulMaxRwSessionCount = CK_EFFECTIVELY_INFINITE;
  info->ulSessionCount = info->ulRwSessionCount = CK_UNAVAILABLE_INFORMATION;
  info->ulMaxPinLen = rule->longest;
  info->ulMinPinLen = rule->shortest;
  info->ulTotalPublicMemory = info->ulFreePublicMemory = CK_UNAVAILABLE_INFORMATION;
  info->ulTotalPrivateMemory = info->ulFreePrivateMemory = CK_UNAVAILABLE_INFORMATION;
  PAD(info->utcTime, "");
  return CKR_OK;
}

static bool signs_by(CK_MECHANISM_TYPE type) {
  for (size_t i = 0; i < COUNT(mechanisms); i++)
    if (mechanisms[i] == type) return true;
  return false;
}

static CK_RV reader_get_mechanism_list(CK_SLOT_ID id, CK_MECHANISM_TYPE_PTR types, CK_ULONG_PTR count) {
  CK_RV rv = check_slot(id);
  if (rv != CKR_OK) return rv;
  if (!count) return CKR_ARGUMENTS_BAD;
  CK_ULONG room = *count;
  *count = COUNT(mechanisms);
  if (!types) return CKR_OK;
  if (room < COUNT(mechanisms)) return CKR_BUFFER_TOO_SMALL;
  memcpy(types, mechanisms, sizeof mechanisms);
  return CKR_OK;
}

static CK_RV reader_get_mechanism_info(CK_SLOT_ID id, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO_PTR info) {
  CK_RV rv = check_slot(id);
  if (rv != CKR_OK) return rv;
  if (!signs_by(type)) return CKR_MECHANISM_INVALID;
  return softhsm->C_GetMechanismInfo(slots[id].softhsm_slot, type, info);
}

static CK_RV reader_wait_for_slot_event(CK_FLAGS flags, CK_SLOT_ID_PTR id, CK_VOID_PTR reserved) {
  (void)id, (void)reserved;
  if (!initialized) return CKR_CRYPTOKI_NOT_INITIALIZED;
  return flags & CKF_DONT_BLOCK ? CKR_NO_EVENT : CKR_FUNCTION_NOT_SUPPORTED;
}

/* ---- sessions ---- */

static CK_RV reader_open_session(CK_SLOT_ID id, CK_FLAGS flags, CK_VOID_PTR application, CK_NOTIFY notify,
                                 CK_SESSION_HANDLE_PTR session) {
  CK_RV rv = check_slot(id);
  return rv == CKR_OK ? softhsm->C_OpenSession(slots[id].softhsm_slot, flags, application, notify, session) : rv;
}

static CK_RV reader_close_all_sessions(CK_SLOT_ID id) {
  CK_RV rv = check_slot(id);
  return rv == CKR_OK ? softhsm->C_CloseAllSessions(slots[id].softhsm_slot) : rv;
}

/* What every use of a session needs: a card that was not pulled out meanwhile. */
static CK_RV check_session(CK_SESSION_HANDLE session, CK_SESSION_INFO *info) {
  if (!initialized) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (!has_card) return CKR_SESSION_HANDLE_INVALID;
  if (!is_still_inserted(&card)) return CKR_DEVICE_REMOVED;
  CK_RV rv = softhsm->C_GetSessionInfo(session, info);
  if (rv != CKR_OK) return rv;
  for (CK_ULONG id = 0; id < slot_count; id++)
    if (slots[id].softhsm_slot == info->slotID) {
      info->slotID = id;
      return CKR_OK;
    }
  return CKR_SESSION_HANDLE_INVALID;
}

static CK_RV reader_get_session_info(CK_SESSION_HANDLE session, CK_SESSION_INFO_PTR info) {
  return info ? check_session(session, info) : CKR_ARGUMENTS_BAD;
}

/*
 * The try is spent, durably, before the PIN is tried, and given back when it was right: whoever cuts the power at the
 * right moment, or asks from many processes at once, gains none.
 */
static CK_RV try_pin(CK_SESSION_HANDLE session, const struct pin_rule *rule, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  int left = read_tries(card.folder, rule);
  if (left == 0) return CKR_PIN_LOCKED;
  if (!write_tries(card.folder, rule, left - 1)) return CKR_DEVICE_ERROR;
  CK_RV rv = softhsm->C_Login(session, CKU_USER, pin, length);
  if (rv == CKR_OK) {
    bool given_back = write_tries(card.folder, rule, rule->full_tries);
    if (given_back && (rule != PHONE || write_tries(card.folder, &fingers, fingers.full_tries))) return CKR_OK;
    softhsm->C_Logout(session);
    return CKR_DEVICE_ERROR;
  }
  /* Neither right nor wrong, but not tried: nothing was learned, so nothing is lost. */
  if (rv != CKR_PIN_INCORRECT && rv != CKR_PIN_LEN_RANGE && rv != CKR_PIN_INVALID) write_tries(card.folder, rule, left);
  return rv;
}

/* Without a PIN: the phone itself knows its holder. As with a PIN, the try is spent before it is tried. */
static CK_RV try_finger(CK_SESSION_HANDLE session) {
  enum finger finger = wait_for_finger();
  int lock = lock_tries(card.folder, &fingers);
  if (lock < 0) return CKR_DEVICE_ERROR;
  char pin[5];
  CK_RV rv = CKR_PIN_INCORRECT;
  int left = read_tries(card.folder, &fingers);
  if (left == 0 || read_tries(card.folder, PHONE) == 0) rv = CKR_PIN_LOCKED;
  else if (finger == finger_none) rv = CKR_FUNCTION_CANCELED;
  else if (!write_tries(card.folder, &fingers, left - 1)) rv = CKR_DEVICE_ERROR;
  else if (finger == finger_of_holder) {
    rv = read_kept_pin(card.folder, pin) ? softhsm->C_Login(session, CKU_USER, (CK_UTF8CHAR_PTR)pin, 4) : CKR_DEVICE_ERROR;
    memset(pin, 0, sizeof pin);
    if (rv == CKR_OK && !write_tries(card.folder, &fingers, fingers.full_tries)) rv = CKR_DEVICE_ERROR;
  }
  unlock_tries(lock);
  return rv;
}

static CK_RV reader_login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  CK_SESSION_INFO info;
  CK_RV rv = check_session(session, &info);
  if (rv != CKR_OK) return rv;
  /* No officer and no other PIN: a locked card is unlocked at a municipal counter. */
  if (user != CKU_USER) return CKR_USER_TYPE_INVALID;
  if (info.state == CKS_RO_USER_FUNCTIONS || info.state == CKS_RW_USER_FUNCTIONS) return CKR_USER_ALREADY_LOGGED_IN;
  const struct pin_rule *rule = slots[info.slotID].rule;
  /* PKCS#11 has NULL for it; some bindings can only give an empty text. */
  if (rule == PHONE && length == 0) return try_finger(session);
  if (!pin) return CKR_ARGUMENTS_BAD;
  if (length < rule->shortest || length > rule->longest) return CKR_PIN_LEN_RANGE;
  int lock = lock_tries(card.folder, rule);
  if (lock < 0) return CKR_DEVICE_ERROR;
  rv = try_pin(session, rule, pin, length);
  unlock_tries(lock);
  return rv;
}

static CK_RV reader_find_objects_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR wanted, CK_ULONG count) {
  CK_SESSION_INFO info;
  CK_RV rv = check_session(session, &info);
  return rv == CKR_OK ? softhsm->C_FindObjectsInit(session, wanted, count) : rv;
}

static CK_RV reader_sign_init(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key) {
  CK_SESSION_INFO info;
  CK_RV rv = check_session(session, &info);
  if (rv != CKR_OK) return rv;
  if (!mechanism) return CKR_ARGUMENTS_BAD;
  return signs_by(mechanism->mechanism) ? softhsm->C_SignInit(session, mechanism, key) : CKR_MECHANISM_INVALID;
}

static CK_RV reader_sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length, CK_BYTE_PTR signature,
                         CK_ULONG_PTR signature_length) {
  CK_SESSION_INFO info;
  CK_RV rv = check_session(session, &info);
  return rv == CKR_OK ? softhsm->C_Sign(session, data, length, signature, signature_length) : rv;
}

static CK_RV reader_sign_final(CK_SESSION_HANDLE session, CK_BYTE_PTR signature, CK_ULONG_PTR signature_length) {
  CK_SESSION_INFO info;
  CK_RV rv = check_session(session, &info);
  return rv == CKR_OK ? softhsm->C_SignFinal(session, signature, signature_length) : rv;
}

/* ---- the list: SoftHSM's own, but for these ---- */

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR answer);

static void override_functions(void) {
  list = *softhsm;
  list.C_Initialize = reader_initialize;
  list.C_Finalize = reader_finalize;
  list.C_GetInfo = reader_get_info;
  list.C_GetFunctionList = C_GetFunctionList;
  list.C_GetSlotList = reader_get_slot_list;
  list.C_GetSlotInfo = reader_get_slot_info;
  list.C_GetTokenInfo = reader_get_token_info;
  list.C_GetMechanismList = reader_get_mechanism_list;
  list.C_GetMechanismInfo = reader_get_mechanism_info;
  list.C_WaitForSlotEvent = reader_wait_for_slot_event;
  list.C_OpenSession = reader_open_session;
  list.C_CloseAllSessions = reader_close_all_sessions;
  list.C_GetSessionInfo = reader_get_session_info;
  list.C_Login = reader_login;
  list.C_FindObjectsInit = reader_find_objects_init;
  list.C_SignInit = reader_sign_init;
  list.C_Sign = reader_sign;
  list.C_SignFinal = reader_sign_final;
  refuse_writes(&list);
}

static void *open_softhsm(void) {
  const char *chosen = getenv("STAND_IN_SOFTHSM");
  if (chosen && *chosen) return dlopen(chosen, RTLD_NOW | RTLD_LOCAL);
  for (size_t i = 0; i < COUNT(softhsm_places); i++) {
    void *library = dlopen(softhsm_places[i], RTLD_NOW | RTLD_LOCAL);
    if (library) return library;
  }
  return NULL;
}

static void load_softhsm(void) {
  void *library = open_softhsm();
  if (!library) return;
  CK_C_GetFunctionList get_list;
  *(void **)&get_list = dlsym(library, "C_GetFunctionList");
  if (get_list && get_list(&softhsm) == CKR_OK) override_functions();
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR answer) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_softhsm);
  if (!answer) return CKR_ARGUMENTS_BAD;
  if (!softhsm) return CKR_GENERAL_ERROR;
  *answer = &list;
  return CKR_OK;
}
