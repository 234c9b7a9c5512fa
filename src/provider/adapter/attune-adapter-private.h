/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-adapter.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ADAPTER_FIREWORKS (attune_adapter_fireworks_get_type ())
#define ATTUNE_TYPE_ADAPTER_LOCALAI   (attune_adapter_localai_get_type ())
#define ATTUNE_TYPE_ADAPTER_MISTRAL   (attune_adapter_mistral_get_type ())
#define ATTUNE_TYPE_ADAPTER_TOGETHER  (attune_adapter_together_get_type ())

GType attune_adapter_fireworks_get_type (void);
GType attune_adapter_localai_get_type   (void);
GType attune_adapter_mistral_get_type   (void);
GType attune_adapter_together_get_type  (void);

/* From an entry of a list to a record; every record begins with its id. */
typedef gpointer (*AttuneReadFunc)             (AttuneAdapter        *self,
                                                JsonObject           *object,
                                                GError              **error);

/* Which list to fetch. */
typedef struct
{
  const char      *name;             /* of its path in the profile */
  const char      *id;               /* what it is about, or NULL */
  const char      *filter;           /* further query, escaped, or NULL */
  const char      *until_id;         /* stop before the entry of this id, or NULL */
  guint            limit;            /* entries a page, 0 for lists that come whole */
  gboolean         is_first_page;    /* and no other */
  AttuneReadFunc   read;
  GDestroyNotify   free_record;
} AttuneListQuery;

gboolean    attune_adapter_has_path    (AttuneAdapter          *self,
                                        const char             *name,
                                        GError                **error);
char       *attune_adapter_dup_path    (AttuneAdapter          *self,
                                        const char             *name,
                                        const char             *id);
JsonObject *attune_adapter_translate   (AttuneAdapter          *self,
                                        const char             *record,
                                        JsonObject             *object);
GPtrArray  *attune_adapter_fetch_list  (AttuneAdapter          *self,
                                        const AttuneListQuery  *query,
                                        GError                **error);
JsonObject *attune_adapter_get_object  (AttuneAdapter          *self,
                                        const char             *name,
                                        const char             *id,
                                        GError                **error);
gboolean    attune_adapter_delete      (AttuneAdapter          *self,
                                        const char             *name,
                                        const char             *id,
                                        GError                **error);

JsonNode   *attune_adapter_send_form   (AttuneAdapter           *self,
                                        const char              *path,
                                        const AttuneUploadOrder *order,
                                        GError                 **error);

/* What an answer of the base class is made of. */
AttuneModelInfo      *attune_adapter_read_model      (AttuneAdapter  *self,
                                                      JsonObject     *object,
                                                      GError        **error);
AttuneFileInfo       *attune_adapter_read_file       (AttuneAdapter  *self,
                                                      JsonObject     *object,
                                                      GError        **error);
AttuneJobInfo        *attune_adapter_read_job        (AttuneAdapter  *self,
                                                      JsonObject     *object,
                                                      GError        **error);
AttuneEventInfo      *attune_adapter_read_event      (AttuneAdapter  *self,
                                                      JsonObject     *object,
                                                      GError        **error);
AttuneCheckpointInfo *attune_adapter_read_checkpoint (AttuneAdapter  *self,
                                                      JsonObject     *object,
                                                      GError        **error);

void    attune_adapter_sort_events     (GPtrArray              *events);

/* The base class's own, by the part of the protocol. */
void    attune_adapter_class_init_read (AttuneAdapterClass     *klass);
void    attune_adapter_class_init_events (AttuneAdapterClass   *klass);
void    attune_adapter_class_init_files  (AttuneAdapterClass   *klass);
void    attune_adapter_class_init_jobs (AttuneAdapterClass     *klass);
void    attune_adapter_class_init_models (AttuneAdapterClass   *klass);

G_END_DECLS
