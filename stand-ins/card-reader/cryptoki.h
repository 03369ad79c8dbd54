/* PKCS#11 2.40 as pkcs11js brings it; only the platform's own words are missing there. */
#ifndef CRYPTOKI_H
#define CRYPTOKI_H
#ifndef NULL_PTR
#define NULL_PTR 0
#endif
#include <pkcs11.h>
#endif
