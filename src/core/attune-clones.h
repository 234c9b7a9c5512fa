/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A function that is worth having a second time for processors that have more than every x86-64 has;
 * which of the two is called is decided when the program starts. What it calls is only made twice
 * where it is inlined. AddressSanitizer is not there yet when that is decided. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && \
  !defined(__clang__)
#define ATTUNE_CLONES __attribute__ ((target_clones ("arch=x86-64-v3", "default")))
#else
#define ATTUNE_CLONES
#endif

G_END_DECLS
