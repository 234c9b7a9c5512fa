/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job-request.h"

G_BEGIN_DECLS

/* Seen by the files attune-job-request-*.c, which are one class by concern. */
struct _AttuneJobRequest
{
  GObject     parent_instance;

  char       *model;
  char       *training_file;
  char       *validation_file;
  char       *validation_dataset;
  double      spending_limit;
  double      quoted_price;
  gboolean    continues;
  char       *suffix;
  char       *nonce;
  char       *method;
  JsonObject *settings;       /* by name, as a request carries them */
  JsonObject *metadata;       /* or NULL */
  char       *wandb_project;
  char       *wandb_name;
  char       *wandb_entity;
  char      **wandb_tags;
  gint64      seed;
};

G_END_DECLS
