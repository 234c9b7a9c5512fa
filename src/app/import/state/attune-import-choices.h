/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-scan.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_CHOICES (attune_import_choices_get_type ())

/**
 * AttuneImportChoices:
 *
 * What a person said about a file, where the program's own guess was not right: encoding, sheet,
 * format, and how its records become examples; and the rules that hold for these. Nothing said:
 * everything is found out, and the rules are the common ones.
 *
 * Signals: `changed`, after which the file has to be read again.
 */
G_DECLARE_FINAL_TYPE (AttuneImportChoices, attune_import_choices, ATTUNE, IMPORT_CHOICES, GObject)

AttuneImportChoices *attune_import_choices_new              (void);
AttuneImportChoices *attune_import_choices_copy             (AttuneImportChoices  *self);
void                 attune_import_choices_set_encoding     (AttuneImportChoices  *self,
                                                             const char           *encoding);
void                 attune_import_choices_set_member       (AttuneImportChoices  *self,
                                                             const char           *member);
void                 attune_import_choices_set_sheet        (AttuneImportChoices  *self,
                                                             const char           *sheet);
void                 attune_import_choices_set_format       (AttuneImportChoices  *self,
                                                             AttuneFormat          format);
void                 attune_import_choices_set_records_path (AttuneImportChoices  *self,
                                                             const char           *path);
void                 attune_import_choices_set_delimiter    (AttuneImportChoices  *self,
                                                             char                  delimiter);
void                 attune_import_choices_set_quote        (AttuneImportChoices  *self,
                                                             AttuneQuote           quote);
void                 attune_import_choices_set_header       (AttuneImportChoices  *self,
                                                             AttuneHeader          header);
void                 attune_import_choices_set_text_mode    (AttuneImportChoices  *self,
                                                             AttuneTextMode        mode);
AttuneRecipe        *attune_import_choices_get_recipe       (AttuneImportChoices  *self);
void                 attune_import_choices_set_recipe       (AttuneImportChoices  *self,
                                                             AttuneRecipe         *recipe);
void                 attune_import_choices_set_rules        (AttuneImportChoices  *self,
                                                             const AttuneRules    *rules);
void                 attune_import_choices_fill_options     (AttuneImportChoices  *self,
                                                             AttuneScanOptions    *options);

G_END_DECLS
