/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-progress.h"
#include "attune-tokenizer.h"

G_BEGIN_DECLS

/* What datasets are counted in: the encoding of the models that can be tuned today. */
#define ATTUNE_SHARED_ENCODING ATTUNE_TOKEN_ENCODING_O200K_BASE

AttuneTokenizer *attune_shared_tokenizer_load      (void);
char            *attune_shared_tokenizer_dup_place (void);
DexFuture       *attune_shared_tokenizer_fetch     (AttuneTokenEncoding  encoding,
                                                    AttuneProgressFunc   progress,
                                                    gpointer             user_data,
                                                    GDestroyNotify       destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
