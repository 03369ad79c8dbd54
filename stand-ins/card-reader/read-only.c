/*
 * SoftHSM would write, and its C_SetPIN would tell a right PIN from a wrong one without a try being counted.
 */
#include "read-only.h"

static CK_RV refuse_init_token(CK_SLOT_ID id, CK_UTF8CHAR_PTR pin, CK_ULONG length, CK_UTF8CHAR_PTR label) {
  (void)id, (void)pin, (void)length, (void)label;
  return CKR_TOKEN_WRITE_PROTECTED;
}
static CK_RV refuse_init_pin(CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  (void)session, (void)pin, (void)length;
  return CKR_TOKEN_WRITE_PROTECTED;
}
static CK_RV refuse_set_pin(CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR old, CK_ULONG old_length, CK_UTF8CHAR_PTR fresh,
                            CK_ULONG fresh_length) {
  (void)session, (void)old, (void)old_length, (void)fresh, (void)fresh_length;
  return CKR_TOKEN_WRITE_PROTECTED;
}
static CK_RV refuse_create(CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR template, CK_ULONG count,
                           CK_OBJECT_HANDLE_PTR object) {
  (void)session, (void)template, (void)count, (void)object;
  return CKR_TOKEN_WRITE_PROTECTED;
}
static CK_RV refuse_copy(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE source, CK_ATTRIBUTE_PTR template, CK_ULONG count,
                         CK_OBJECT_HANDLE_PTR object) {
  (void)source;
  return refuse_create(session, template, count, object);
}
static CK_RV refuse_destroy(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
  (void)session, (void)object;
  return CKR_TOKEN_WRITE_PROTECTED;
}
static CK_RV refuse_set_attribute(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR template,
                                  CK_ULONG count) {
  (void)session, (void)object, (void)template, (void)count;
  return CKR_TOKEN_WRITE_PROTECTED;
}
static CK_RV refuse_generate(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_ATTRIBUTE_PTR template,
                             CK_ULONG count, CK_OBJECT_HANDLE_PTR key) {
  (void)mechanism;
  return refuse_create(session, template, count, key);
}
static CK_RV refuse_generate_pair(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_ATTRIBUTE_PTR public_template,
                                  CK_ULONG public_count, CK_ATTRIBUTE_PTR private_template, CK_ULONG private_count,
                                  CK_OBJECT_HANDLE_PTR public_key, CK_OBJECT_HANDLE_PTR private_key) {
  (void)mechanism, (void)private_template, (void)private_count, (void)private_key;
  return refuse_create(session, public_template, public_count, public_key);
}
static CK_RV refuse_unwrap(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE unwrapping,
                           CK_BYTE_PTR wrapped, CK_ULONG length, CK_ATTRIBUTE_PTR template, CK_ULONG count,
                           CK_OBJECT_HANDLE_PTR key) {
  (void)mechanism, (void)unwrapping, (void)wrapped, (void)length;
  return refuse_create(session, template, count, key);
}
static CK_RV refuse_derive(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE base,
                           CK_ATTRIBUTE_PTR template, CK_ULONG count, CK_OBJECT_HANDLE_PTR key) {
  (void)mechanism, (void)base;
  return refuse_create(session, template, count, key);
}

void refuse_writes(CK_FUNCTION_LIST_PTR list) {
  list->C_InitToken = refuse_init_token;
  list->C_InitPIN = refuse_init_pin;
  list->C_SetPIN = refuse_set_pin;
  list->C_CreateObject = refuse_create;
  list->C_CopyObject = refuse_copy;
  list->C_DestroyObject = refuse_destroy;
  list->C_SetAttributeValue = refuse_set_attribute;
  list->C_GenerateKey = refuse_generate;
  list->C_GenerateKeyPair = refuse_generate_pair;
  list->C_UnwrapKey = refuse_unwrap;
  list->C_DeriveKey = refuse_derive;
}
