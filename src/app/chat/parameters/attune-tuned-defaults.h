/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-chat-parameters.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_TUNED_DEFAULTS (attune_tuned_defaults_get_type ())

/* How a tuned model wants to be asked: as in all examples that it has learned from. */
typedef struct
{
  char                 *system_text;   /* or NULL */
  AttuneChatParameters *parameters;    /* the stop sequence and the separator */
} AttuneTunedDefaults;

GType                attune_tuned_defaults_get_type (void);
AttuneTunedDefaults *attune_tuned_defaults_new      (GPtrArray                  *examples);
AttuneTunedDefaults *attune_tuned_defaults_copy     (const AttuneTunedDefaults  *self);
void                 attune_tuned_defaults_free     (AttuneTunedDefaults        *self);
DexFuture           *attune_tuned_defaults_find     (AttuneWorkspace            *workspace,
                                                     const char                 *model)
                                                     G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTunedDefaults, attune_tuned_defaults_free)

G_END_DECLS
