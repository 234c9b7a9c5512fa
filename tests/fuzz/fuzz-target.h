/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What every fuzz-NAME.c defines: takes any bytes, and stops the program when something is wrong.
 * libFuzzer calls it in the build folder of “build-aux/dev fuzz”, fuzz-driver.c in the tests. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
