/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SUGGESTION          (attune_suggestion_get_type ())
#define ATTUNE_TYPE_SUGGESTION_SEVERITY (attune_suggestion_severity_get_type ())

typedef enum
{
  ATTUNE_SUGGESTION_INFORMATION,  /* nothing happens */
  ATTUNE_SUGGESTION_OPTIONAL,     /* happens unless it is declined */
  ATTUNE_SUGGESTION_NECESSARY,    /* happens always */
  ATTUNE_SUGGESTION_ERROR,        /* the data cannot be used before it is mended by hand */
} AttuneSuggestionSeverity;

/* Lines remembered for each suggestion; the count goes on beyond it. */
#define ATTUNE_SUGGESTION_MAX_LINES 1000

/**
 * AttuneSuggestion:
 *
 * One thing that a preparation found, and what it does about it. Properties: `id`, `severity`,
 * `title`, `advice`, `count`, which stay as they are, and `is-accepted`, which is for a switch and
 * can be changed where the severity is %ATTUNE_SUGGESTION_OPTIONAL.
 */
G_DECLARE_FINAL_TYPE (AttuneSuggestion, attune_suggestion, ATTUNE, SUGGESTION, GObject)

GType                     attune_suggestion_severity_get_type (void);
const char               *attune_suggestion_get_id            (AttuneSuggestion *self); /* for --json */
AttuneSuggestionSeverity  attune_suggestion_get_severity      (AttuneSuggestion *self);
const char               *attune_suggestion_get_title         (AttuneSuggestion *self); /* translated */
const char               *attune_suggestion_get_advice        (AttuneSuggestion *self); /* or NULL */
guint64                   attune_suggestion_get_count         (AttuneSuggestion *self);
const guint64            *attune_suggestion_get_lines         (AttuneSuggestion *self,
                                                               gsize            *n_lines);
gboolean                  attune_suggestion_is_accepted       (AttuneSuggestion *self);
void                      attune_suggestion_set_accepted      (AttuneSuggestion *self,
                                                               gboolean          is_accepted);

/* For the preparation. */
AttuneSuggestion         *attune_suggestion_new               (const char       *id);
void                      attune_suggestion_add               (AttuneSuggestion *self,
                                                               guint64           line);
void                      attune_suggestion_describe          (AttuneSuggestion *self,
                                                               AttuneSuggestionSeverity severity,
                                                               char             *title,
                                                               char             *advice);

G_END_DECLS
