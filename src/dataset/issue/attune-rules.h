/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneRules:
 *
 * What applies to one target: a provider and a method. All zero are the common rules of OpenAI's
 * protocol.
 */
typedef struct
{
  guint    min_examples;          /* fewer are refused; 0: ATTUNE_MIN_EXAMPLES */
  guint    max_tokens;            /* of one example; longer ones are cut; 0: no limit is known */
  gboolean must_alternate;        /* Together: user and assistant in turn, at most one system text first */
  gboolean wants_preference;      /* method DPO: examples must be preference pairs */
  gboolean allows_output_turns;   /* Azure: an output of a preference may have several turns */
} AttuneRules;

G_END_DECLS
