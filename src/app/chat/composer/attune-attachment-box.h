/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-attachment.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ATTACHMENT_BOX (attune_attachment_box_get_type ())

/**
 * AttuneAttachmentBox:
 *
 * The files that go with the next message, each a chip that can be taken away. Signals: `changed`.
 */
G_DECLARE_FINAL_TYPE (AttuneAttachmentBox, attune_attachment_box, ATTUNE, ATTACHMENT_BOX, AdwBin)

void     attune_attachment_box_add_file     (AttuneAttachmentBox *self,
                                             GFile               *file);
gboolean attune_attachment_box_add_files    (AttuneAttachmentBox *self,
                                             const GValue        *value);
gboolean attune_attachment_box_paste        (AttuneAttachmentBox *self);
void     attune_attachment_box_choose       (AttuneAttachmentBox *self);
gboolean attune_attachment_box_get_is_empty (AttuneAttachmentBox *self);
void     attune_attachment_box_append_to    (AttuneAttachmentBox *self,
                                             GString             *message);
void     attune_attachment_box_clear        (AttuneAttachmentBox *self);

G_END_DECLS
