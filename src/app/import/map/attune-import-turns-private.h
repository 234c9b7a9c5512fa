/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-turns-guess.h"
#include "attune-import-turns.h"

G_BEGIN_DECLS

struct _AttuneImportTurns
{
  AdwExpanderRow  parent_instance;

  GListModel     *fields;         /* of AttuneImportField: all that the file has */
  GPtrArray      *speakers;       /* of AttuneImportSpeakerRow, borrowed: the row has them */
  gboolean        can_remove;
  gboolean        has_turns;      /* the rows say something */
  gboolean        is_updating;    /* the rows follow the turns, not the other way round */

  AdwComboRow    *array_row;
  AdwSwitchRow   *optional_row;
  AdwComboRow    *shape_row;
  AdwComboRow    *last_row;
  AdwComboRow    *before_row;
  AdwComboRow    *role_row;
  AdwComboRow    *text_row;
  AdwComboRow    *take_row;
  AdwActionRow   *speakers_row;
  GtkWidget      *add_button;
};

AttuneTurnsShape attune_import_turns_get_chosen_shape (AttuneImportTurns *self);
void             attune_import_turns_changed          (AttuneImportTurns *self);

/* Who speaks; in a file of its own. */
void             attune_import_turns_bind_speakers    (GtkWidgetClass    *widget_class);
void             attune_import_turns_update_speakers  (AttuneImportTurns *self);
void             attune_import_turns_fill_speakers    (AttuneImportTurns *self,
                                                       const AttuneTurns *turns);
void             attune_import_turns_collect_speakers (AttuneImportTurns *self,
                                                       AttuneTurns       *turns);

G_END_DECLS
