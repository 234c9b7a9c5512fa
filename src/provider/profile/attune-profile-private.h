/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-profile.h"
#include "attune-wire.h"

G_BEGIN_DECLS

struct _AttuneProfile
{
  GObject     parent_instance;

  JsonObject *data;              /* the file, over the protocol's */
  char       *base_url;
  GPtrArray  *models;
  GPtrArray  *settings;
  GPtrArray  *chat_settings;
};

JsonObject         *attune_profile_load_data      (const char          *id);
GListModel         *attune_profile_load_list      (const char          *own_dir);
const char         *attune_profile_get_translated (JsonObject          *object,
                                                   const char          *member);
char               *attune_profile_dup_translated (JsonObject          *object,
                                                   const char          *member);
char              **attune_profile_dup_words      (JsonObject          *object,
                                                   const char          *member);
JsonObject         *attune_profile_get_part       (AttuneProfile       *self,
                                                   const char          *name);
JsonObject         *attune_profile_get_inner      (AttuneProfile       *self,
                                                   const char          *part,
                                                   const char          *name);
AttuneProfileModel *attune_profile_model_parse    (JsonObject          *object,
                                                   const char          *prices_as_of);

/* For the address */
const char         *attune_profile_get_base_path  (AttuneProfile       *self);
const char         *attune_profile_get_template   (AttuneProfile       *self);

/* A path may be beside the base URL. */
#define ATTUNE_PROFILE_ABOVE "../"

char               *attune_profile_join_path      (const char          *base,
                                                   const char          *path);

/* For the adapters */
const char         *attune_profile_get_adapter    (AttuneProfile       *self);
const char         *attune_profile_get_path       (AttuneProfile       *self,
                                                   const char          *name);
char              **attune_profile_list_paths     (AttuneProfile       *self);
const char         *attune_profile_get_entries    (AttuneProfile       *self,
                                                   const char          *list);
const char         *attune_profile_get_field      (AttuneProfile       *self,
                                                   const char          *name);
const char         *attune_profile_get_method     (AttuneProfile       *self,
                                                   const char          *method);
const char         *attune_profile_get_settings_path (AttuneProfile    *self);
gboolean            attune_profile_get_says_method (AttuneProfile      *self);
JsonObject         *attune_profile_get_constants  (AttuneProfile       *self);
JsonObject         *attune_profile_get_answers    (AttuneProfile       *self,
                                                   const char          *record);
const char         *attune_profile_get_upload_text (AttuneProfile      *self,
                                                   const char          *member);
char              **attune_profile_dup_upload_fields (AttuneProfile    *self,
                                                   const char          *filename);
const char         *attune_profile_get_paging     (AttuneProfile       *self);
const char         *attune_profile_get_seed_field (AttuneProfile       *self);
gboolean            attune_profile_get_has_stream_options (AttuneProfile *self);
JsonObject         *attune_profile_get_deploy     (AttuneProfile       *self);
gboolean            attune_profile_get_has_checkpoint_curve (AttuneProfile *self);
AttuneJobStatus     attune_profile_map_status     (AttuneProfile       *self,
                                                   const char          *word);

G_END_DECLS
