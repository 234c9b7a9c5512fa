/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Files that are packed with gzip, Zstandard or ZIP, whole and damaged, are unpacked to a bounded
 * length or refused with a sentence. */

#define G_LOG_DOMAIN "fuzz-packing"

#include "config.h"

#include "fuzz-file.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  fuzz_file_read ((const char *)data, size);

  return 0;
}
