/* SoftHSM, but the power goes just as a PIN is being tried. Named by STAND_IN_SOFTHSM, as SoftHSM itself would be. */
#include "../cryptoki.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static CK_RV cut(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  (void)session, (void)user, (void)pin, (void)length;
  _exit(99);
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR answer) {
  static CK_FUNCTION_LIST list;
  CK_FUNCTION_LIST_PTR softhsm;
  CK_C_GetFunctionList get_list;
  void *library = dlopen(getenv("REAL_SOFTHSM"), RTLD_NOW | RTLD_LOCAL);
  if (!library) return CKR_GENERAL_ERROR;
  *(void **)&get_list = dlsym(library, "C_GetFunctionList");
  if (get_list(&softhsm) != CKR_OK) return CKR_GENERAL_ERROR;
  list = *softhsm;
  list.C_Login = cut;
  *answer = &list;
  return CKR_OK;
}
