/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-draft.h"
#include "attune-rules.h"
#include "attune-text-scan.h"

G_BEGIN_DECLS

/* Of a conversation that calls tools: which calls wait for an answer. */
#define ATTUNE_FORM_MAX_CALLS 128

/* What is wrong with the form of an example, whatever its texts say. */
typedef struct
{
  const AttuneRules *rules;
  const yyjson_alc  *allocator;   /* for the arguments of tool calls */
  guint64            found;       /* bits of AttuneIssueKind */
  AttuneIssueKind    wanted;      /* whose places go to … */
  GArray            *places;      /* … this array of AttunePlace; NULL: nobody wants them */

  /*< private >*/
  yyjson_val        *calls[ATTUNE_FORM_MAX_CALLS];
  guint              n_calls;
  guint              n_images;
} AttuneForm;

void     attune_form_check           (AttuneForm            *self,
                                      const AttuneDraft     *draft);
void     attune_form_note            (AttuneForm            *self,
                                      AttuneIssueKind        kind,
                                      guint                  turn);
void     attune_form_check_tools     (AttuneForm            *self,
                                      const AttuneDraftTurn *turn,
                                      guint                  index);
void     attune_form_check_offers    (AttuneForm            *self,
                                      const AttuneDraft     *draft);
void     attune_form_check_images    (AttuneForm            *self,
                                      const AttuneDraftTurn *turn,
                                      guint                  index,
                                      AttuneExampleKind      kind);
gboolean attune_form_is_known_member (const char            *name);

G_END_DECLS
