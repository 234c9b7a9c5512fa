/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset"

#include "config.h"

#include "attune-dataset-private.h"

struct _AttuneDataset
{
  GObject  parent_instance;

  char    *id;
  char    *name;
  char    *source_name;
  char    *training_path;
  char    *validation_path;
  guint64  n_training;
  guint64  n_validation;
  guint64  size;
  guint64  text_bytes;
  guint64  text_tokens;
  gint64   created_at;
  gboolean tokens_are_exact;

  AttuneImportResult *import_result;   /* NULL: it was not imported by this program just now */
};

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_SOURCE_NAME,
  PROP_TRAINING_PATH,
  PROP_VALIDATION_PATH,
  PROP_N_TRAINING,
  PROP_N_VALIDATION,
  PROP_SIZE,
  PROP_CREATED_AT,
  PROP_TOKENS_ARE_EXACT,
  N_PROPS
};

enum {
  SIGNAL_FILES_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneDataset, attune_dataset, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
attune_dataset_finalize (GObject *object)
{
  AttuneDataset *self = (AttuneDataset *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->source_name, g_free);
  g_clear_pointer (&self->training_path, g_free);
  g_clear_pointer (&self->validation_path, g_free);
  g_clear_pointer (&self->import_result, g_free);

  G_OBJECT_CLASS (attune_dataset_parent_class)->finalize (object);
}

static void
attune_dataset_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AttuneDataset *self = ATTUNE_DATASET (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_SOURCE_NAME:
      g_value_set_string (value, self->source_name);
      break;

    case PROP_TRAINING_PATH:
      g_value_set_string (value, self->training_path);
      break;

    case PROP_VALIDATION_PATH:
      g_value_set_string (value, self->validation_path);
      break;

    case PROP_N_TRAINING:
      g_value_set_uint64 (value, self->n_training);
      break;

    case PROP_N_VALIDATION:
      g_value_set_uint64 (value, self->n_validation);
      break;

    case PROP_SIZE:
      g_value_set_uint64 (value, self->size);
      break;

    case PROP_CREATED_AT:
      g_value_set_int64 (value, self->created_at);
      break;

    case PROP_TOKENS_ARE_EXACT:
      g_value_set_boolean (value, self->tokens_are_exact);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_string (guint       prop_id,
                const char *name)
{
  properties[prop_id] =
    g_param_spec_string (name, NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));
}

static void
install_uint64 (guint       prop_id,
                const char *name)
{
  properties[prop_id] =
    g_param_spec_uint64 (name, NULL, NULL,
                         0, G_MAXUINT64, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));
}

static void
attune_dataset_class_init (AttuneDatasetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_dataset_finalize;
  object_class->get_property = attune_dataset_get_property;

  install_string (PROP_ID, "id");
  install_string (PROP_NAME, "name");
  install_string (PROP_SOURCE_NAME, "source-name");
  install_string (PROP_TRAINING_PATH, "training-path");
  install_string (PROP_VALIDATION_PATH, "validation-path");
  install_uint64 (PROP_N_TRAINING, "n-training");
  install_uint64 (PROP_N_VALIDATION, "n-validation");
  install_uint64 (PROP_SIZE, "size");

  properties[PROP_CREATED_AT] =
    g_param_spec_int64 ("created-at", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_TOKENS_ARE_EXACT] =
    g_param_spec_boolean ("tokens-are-exact", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FILES_CHANGED] =
    g_signal_new ("files-changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_dataset_init (AttuneDataset *self)
{
}

static void
set_uint64 (AttuneDataset *self,
            guint64       *field,
            guint64        value,
            guint          prop_id)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

/**
 * attune_dataset_new:
 * @folder: the folder of its files
 * @row: what the store holds
 *
 * Returns: (transfer full): a dataset
 */
AttuneDataset *
attune_dataset_new (const char             *folder,
                    const AttuneDatasetRow *row)
{
  AttuneDataset *self = g_object_new (ATTUNE_TYPE_DATASET, NULL);

  self->id = g_strdup (row->id);
  self->source_name = g_strdup (row->source_name);
  self->training_path = g_build_filename (folder, ATTUNE_TRAINING_FILE_NAME, NULL);
  if (row->n_validation > 0)
    self->validation_path = g_build_filename (folder, ATTUNE_VALIDATION_FILE_NAME, NULL);
  self->created_at = row->created_at;
  attune_dataset_apply (self, row);

  return self;
}

/**
 * attune_dataset_apply:
 * @self: a dataset
 * @row: what the store holds
 *
 * Takes over what can change: the name, and the figures after rows were edited or marked out.
 */
void
attune_dataset_apply (AttuneDataset          *self,
                      const AttuneDatasetRow *row)
{
  g_return_if_fail (ATTUNE_IS_DATASET (self));

  self->text_bytes = row->text_bytes;
  self->text_tokens = row->text_tokens;
  set_uint64 (self, &self->n_training, row->n_training, PROP_N_TRAINING);
  set_uint64 (self, &self->n_validation, row->n_validation, PROP_N_VALIDATION);
  set_uint64 (self, &self->size, row->size, PROP_SIZE);

  if (self->tokens_are_exact != row->tokens_are_exact)
    {
      self->tokens_are_exact = row->tokens_are_exact;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKENS_ARE_EXACT]);
    }

  if (g_set_str (&self->name, row->name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * attune_dataset_set_import_result:
 * @self: a dataset
 * @result: what was written, and what was not
 *
 * Says how it came to be. It is kept as long as the program runs.
 */
void
attune_dataset_set_import_result (AttuneDataset            *self,
                                  const AttuneImportResult *result)
{
  g_return_if_fail (ATTUNE_IS_DATASET (self));

  g_free (self->import_result);
  self->import_result = g_memdup2 (result, sizeof *result);
}

/**
 * attune_dataset_get_import_result:
 * @self: a dataset
 *
 * Returns: (transfer none) (nullable): what was left out when it was imported, and why; %NULL when
 *   that was before the program started
 */
const AttuneImportResult *
attune_dataset_get_import_result (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), NULL);

  return self->import_result;
}

/**
 * attune_dataset_tell_files_changed:
 * @self: a dataset
 *
 * Says that its files were written anew: whoever has them open must open them again.
 */
void
attune_dataset_tell_files_changed (AttuneDataset *self)
{
  g_return_if_fail (ATTUNE_IS_DATASET (self));

  g_signal_emit (self, signals[SIGNAL_FILES_CHANGED], 0);
}

/**
 * attune_dataset_get_id:
 * @self: a dataset
 *
 * Returns: (transfer none): our name for it
 */
const char *
attune_dataset_get_id (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), NULL);

  return self->id;
}

/**
 * attune_dataset_get_name:
 * @self: a dataset
 *
 * Returns: (transfer none): what the person calls it
 */
const char *
attune_dataset_get_name (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), NULL);

  return self->name;
}

/**
 * attune_dataset_get_source_name:
 * @self: a dataset
 *
 * Returns: (transfer none): the name of the file that it was imported from
 */
const char *
attune_dataset_get_source_name (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), NULL);

  return self->source_name;
}

/**
 * attune_dataset_get_training_path:
 * @self: a dataset
 *
 * Returns: (transfer none): the JSONL file of the training examples
 */
const char *
attune_dataset_get_training_path (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), NULL);

  return self->training_path;
}

/**
 * attune_dataset_get_validation_path:
 * @self: a dataset
 *
 * Returns: (transfer none) (nullable): the JSONL file of the held-out examples, or %NULL
 */
const char *
attune_dataset_get_validation_path (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), NULL);

  return self->validation_path;
}

/**
 * attune_dataset_get_n_training:
 * @self: a dataset
 *
 * Returns: how many training examples it has
 */
guint64
attune_dataset_get_n_training (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), 0);

  return self->n_training;
}

/**
 * attune_dataset_get_n_validation:
 * @self: a dataset
 *
 * Returns: how many held-out examples it has
 */
guint64
attune_dataset_get_n_validation (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), 0);

  return self->n_validation;
}

/**
 * attune_dataset_get_size:
 * @self: a dataset
 *
 * Returns: bytes of both files
 */
guint64
attune_dataset_get_size (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), 0);

  return self->size;
}

/**
 * attune_dataset_get_created_at:
 * @self: a dataset
 *
 * Returns: when it was imported, Unix seconds
 */
gint64
attune_dataset_get_created_at (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), 0);

  return self->created_at;
}

/**
 * attune_dataset_get_text_bytes:
 * @self: a dataset
 *
 * Returns: bytes of the training examples' texts, which are the tokens of a byte vocabulary
 */
guint64
attune_dataset_get_text_bytes (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), 0);

  return self->text_bytes;
}

/**
 * attune_dataset_get_text_tokens:
 * @self: a dataset
 *
 * Returns: how many tokens the training examples have in %ATTUNE_SHARED_ENCODING, or about so many
 */
guint64
attune_dataset_get_text_tokens (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), 0);

  return self->text_tokens;
}

/**
 * attune_dataset_get_tokens_are_exact:
 * @self: a dataset
 *
 * Returns: whether its tokens were counted; else they are estimated
 */
gboolean
attune_dataset_get_tokens_are_exact (AttuneDataset *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET (self), FALSE);

  return self->tokens_are_exact;
}
