/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A function that is worth having once more for each of these processors, which have more than every
 * x86-64 has; which one is called is decided when the program starts. What it calls is only made more
 * than once where it is inlined. AddressSanitizer is not there yet when that is decided. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && \
  !defined(__clang__)
#define ATTUNE_CLONES(...) __attribute__ ((target_clones (__VA_ARGS__, "default")))
#else
#define ATTUNE_CLONES(...)
#endif

G_END_DECLS
