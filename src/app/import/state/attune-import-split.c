/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-split"

#include "config.h"

#include "attune-import-split.h"

#define DEFAULT_PERCENT 10
#define DEFAULT_COUNT 100
#define DEFAULT_ONE_IN 10

struct _AttuneImportSplit
{
  GObject                parent_instance;

  AttuneImportSplitKind  kind;
  guint                  percent;
  guint                  count;
  guint                  one_in;
  guint                  seed;
};

enum {
  PROP_0,
  PROP_KIND,
  PROP_PERCENT,
  PROP_COUNT,
  PROP_ONE_IN,
  PROP_SEED,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_ENUM_TYPE (AttuneImportSplitKind, attune_import_split_kind,
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_SPLIT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_SPLIT_SHARE, "share"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_SPLIT_COUNT, "count"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_SPLIT_ONE_IN, "one-in"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_IMPORT_SPLIT_FILE, "file"))

G_DEFINE_FINAL_TYPE (AttuneImportSplit, attune_import_split, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static guint *
get_member (AttuneImportSplit *self,
            guint              prop_id)
{
  switch (prop_id)
    {
    case PROP_PERCENT:
      return &self->percent;

    case PROP_COUNT:
      return &self->count;

    case PROP_ONE_IN:
      return &self->one_in;

    case PROP_SEED:
      return &self->seed;

    default:
      return NULL;
    }
}

static void
set_number (AttuneImportSplit *self,
            guint              prop_id,
            guint              number)
{
  guint *member = get_member (self, prop_id);

  if (*member == number)
    return;

  *member = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
attune_import_split_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportSplit *self = ATTUNE_IMPORT_SPLIT (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;

    case PROP_PERCENT:
    case PROP_COUNT:
    case PROP_ONE_IN:
    case PROP_SEED:
      g_value_set_uint (value, *get_member (self, prop_id));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_split_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneImportSplit *self = ATTUNE_IMPORT_SPLIT (object);

  switch (prop_id)
    {
    case PROP_KIND:
      attune_import_split_set_kind (self, g_value_get_enum (value));
      break;

    case PROP_PERCENT:
    case PROP_COUNT:
    case PROP_ONE_IN:
    case PROP_SEED:
      set_number (self, prop_id, g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
add_number (guint       prop_id,
            const char *name,
            guint       minimum,
            guint       maximum,
            guint       number)
{
  properties[prop_id] =
    g_param_spec_uint (name, NULL, NULL,
                       minimum, maximum, number,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));
}

static void
attune_import_split_class_init (AttuneImportSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = attune_import_split_get_property;
  object_class->set_property = attune_import_split_set_property;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL,
                       ATTUNE_TYPE_IMPORT_SPLIT_KIND, ATTUNE_IMPORT_SPLIT_NONE,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  add_number (PROP_PERCENT, "percent", 1, 50, DEFAULT_PERCENT);
  add_number (PROP_COUNT, "count", 1, G_MAXINT, DEFAULT_COUNT);
  add_number (PROP_ONE_IN, "one-in", 2, G_MAXINT, DEFAULT_ONE_IN);
  add_number (PROP_SEED, "seed", 0, G_MAXUINT, 0);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_import_split_init (AttuneImportSplit *self)
{
  self->percent = DEFAULT_PERCENT;
  self->count = DEFAULT_COUNT;
  self->one_in = DEFAULT_ONE_IN;
}

AttuneImportSplit *
attune_import_split_new (void)
{
  return g_object_new (ATTUNE_TYPE_IMPORT_SPLIT, NULL);
}

AttuneImportSplitKind
attune_import_split_get_kind (AttuneImportSplit *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SPLIT (self), ATTUNE_IMPORT_SPLIT_NONE);

  return self->kind;
}

void
attune_import_split_set_kind (AttuneImportSplit     *self,
                              AttuneImportSplitKind  kind)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SPLIT (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* For another file. */
void
attune_import_split_reset (AttuneImportSplit *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SPLIT (self));

  attune_import_split_set_kind (self, ATTUNE_IMPORT_SPLIT_NONE);
  set_number (self, PROP_PERCENT, DEFAULT_PERCENT);
  set_number (self, PROP_COUNT, DEFAULT_COUNT);
  set_number (self, PROP_ONE_IN, DEFAULT_ONE_IN);
  set_number (self, PROP_SEED, 0);
}

void
attune_import_split_fill (AttuneImportSplit *self,
                          AttuneSplit       *split)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SPLIT (self));
  g_return_if_fail (split != NULL);

  *split = (AttuneSplit) { .seed = self->seed };

  switch (self->kind)
    {
    case ATTUNE_IMPORT_SPLIT_SHARE:
      split->share = self->percent / 100.0;
      break;

    case ATTUNE_IMPORT_SPLIT_COUNT:
      split->count = self->count;
      break;

    case ATTUNE_IMPORT_SPLIT_ONE_IN:
      split->share = 1.0 / self->one_in;
      break;

    case ATTUNE_IMPORT_SPLIT_NONE:
    case ATTUNE_IMPORT_SPLIT_FILE:
    default:
      break;
    }
}
