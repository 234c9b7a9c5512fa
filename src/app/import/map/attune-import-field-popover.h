/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_FIELD_POPOVER (attune_import_field_popover_get_type ())

/**
 * AttuneImportFieldPopover:
 *
 * A menu of the fields of a file, each with what it holds, that can be searched. Properties:
 * `fields` (GListModel of AttuneImportField), `offers-text`.
 *
 * Signals: `chosen` (the path of a field), `text-chosen`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportFieldPopover, attune_import_field_popover, ATTUNE, IMPORT_FIELD_POPOVER, GtkPopover)

GtkWidget *attune_import_field_popover_new        (gboolean                   offers_text);
void       attune_import_field_popover_set_fields (AttuneImportFieldPopover  *self,
                                                   GListModel                *fields);
void       attune_import_field_popover_set_offers_turns (AttuneImportFieldPopover *self,
                                                         gboolean                  offers_turns);

G_END_DECLS
