/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_COMPOSER (attune_composer_get_type ())

/**
 * AttuneComposer:
 *
 * Where a message is written. Enter sends and Shift+Enter begins a new line, or Ctrl+Enter sends and
 * Enter begins a new line, by the setting `send-key`. Up in an empty one edits the last. Text files go with the message. Properties: `text`, `is-answering` (boolean: the button
 * stops the answer instead of sending).
 *
 * Signals: `send` (the text, without blanks around it, and that of the files), `stop`, `edit-last`,
 * `edit-cancelled`.
 */
G_DECLARE_FINAL_TYPE (AttuneComposer, attune_composer, ATTUNE, COMPOSER, AdwBin)

char     *attune_composer_dup_text         (AttuneComposer  *self);
void      attune_composer_set_text         (AttuneComposer  *self,
                                            const char      *text);
void      attune_composer_set_is_answering (AttuneComposer  *self,
                                            gboolean         is_answering);
void      attune_composer_begin_edit       (AttuneComposer  *self,
                                            const char      *text);
gboolean  attune_composer_get_is_editing   (AttuneComposer  *self);
void      attune_composer_add_drop_target  (AttuneComposer  *self,
                                            GtkWidget       *widget);
gboolean  attune_composer_add_files        (AttuneComposer  *self,
                                            const GValue    *files);
char     *attune_composer_dup_message      (AttuneComposer  *self);
void      attune_composer_set_placeholder  (AttuneComposer  *self,
                                            const char      *text);
void      attune_composer_set_meter        (AttuneComposer  *self,
                                            const char      *text,
                                            const char      *detail,
                                            gboolean         is_too_much);

G_END_DECLS
