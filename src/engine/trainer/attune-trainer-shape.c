/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-shape"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include <ggml.h>

#include "attune-error.h"
#include "attune-trainer-shape.h"

/* No published model comes near; a broken header must not become an allocation. */
#define MAX_LAYERS     1024
#define MAX_DIMENSION  (1 << 24)

#define DEFAULT_ROPE_BASE 10000
#define DEFAULT_BETA_FAST 32
#define DEFAULT_BETA_SLOW 1

typedef struct
{
  const char *name;             /* general.architecture */
  int         rope_mode;
  gboolean    is_gemma;         /* scaled embedding, GELU, norms after each part as well */
  gboolean    may_turn_partly;  /* rope.dimension_count may be less than a head has */
  gboolean    has_joined_feed;
  guint       window;           /* where the header names none; 0 for no local layers */
  guint       window_period;
  float       attention_cap;
  float       output_cap;
  guint       large_layers;     /* so many layers: attention is scaled by another rule */
} Architecture;

/* What libllama takes for granted of each kind, where the header says nothing. It reads the window
 * of Mistral and Phi 3 and then leaves it out; so must we. */
static const Architecture architectures[] = {
  { .name = "llama", .rope_mode = GGML_ROPE_TYPE_NORMAL },
  { .name = "qwen2", .rope_mode = GGML_ROPE_TYPE_NEOX },
  { .name = "qwen3", .rope_mode = GGML_ROPE_TYPE_NEOX },
  { .name = "phi3", .rope_mode = GGML_ROPE_TYPE_NEOX, .may_turn_partly = TRUE,
    .has_joined_feed = TRUE },
  { .name = "gemma2", .rope_mode = GGML_ROPE_TYPE_NEOX, .is_gemma = TRUE, .window = 4096,
    .window_period = 2, .attention_cap = 50, .output_cap = 30, .large_layers = 46 },
  { .name = "gemma3", .rope_mode = GGML_ROPE_TYPE_NEOX, .is_gemma = TRUE,
    .window_period = 6, .large_layers = 62 },
};

/* What changes the arithmetic in ways that the graph does not know. Refused unless zero. */
static const char * const foreign_keys[] = {
  "expert_count", "rope.scaling.yarn_log_multiplier", "rope.scaling.yarn_ext_factor",
  "rope.scaling.yarn_attn_factor", "attention.scale", "logit_scale", "residual_scale",
  "embedding_scale", "attention.clamp_kqv", "attention.max_alibi_bias", "altup.num_inputs",
};

/* Where these are lists, layers differ from each other in ways that the graph does not know. */
static const char * const scalar_keys[] = {
  "attention.head_count", "attention.head_count_kv", "feed_forward_length",
  "attention.sliding_window_pattern", "rope.dimension_count",
};

/**
 * attune_trainer_shape_set_error:
 * @error: return location for an error
 * @detail: what it is about
 *
 * Says that a model's file is damaged, or has something that training does not know.
 */
void
attune_trainer_shape_set_error (GError     **error,
                                const char  *detail)
{
  attune_set_error (error, ATTUNE_ERROR_ENGINE, detail,
                    /* Translators: %s is a technical word from the file of the model. */
                    _("This model cannot be trained on this computer: its file is damaged, or it has "
                      "something that is not supported (%s). Choose another model."),
                    detail);
}

static const Architecture *
find_architecture (AttuneGguf  *gguf,
                   GError     **error)
{
  const char *name = attune_trainer_gguf_get_string (gguf, "general.architecture");

  for (guint i = 0; i < G_N_ELEMENTS (architectures); i++)
    if (g_strcmp0 (name, architectures[i].name) == 0)
      return &architectures[i];

  attune_set_error (error, ATTUNE_ERROR_ENGINE, name,
                    /* Translators: %s is the technical name of a kind of model. */
                    _("Models of the kind “%s” cannot be trained on this computer. Choose a Llama, "
                      "Mistral, SmolLM2, Qwen 2, Qwen 3, Gemma 2, Gemma 3 or Phi 3 model."),
                    name != NULL ? name : "?");

  return NULL;
}

static char *
dup_key (const AttuneTrainerShape *self,
         const char               *name)
{
  return g_strdup_printf ("%s.%s", self->architecture, name);
}

static guint
read_dimension (const AttuneTrainerShape *self,
                AttuneGguf               *gguf,
                const char               *name,
                guint                     fallback)
{
  g_autofree char *key = dup_key (self, name);
  guint64 value = attune_trainer_gguf_get_uint (gguf, key, fallback);

  return value <= MAX_DIMENSION ? value : 0;
}

static double
read_number (const AttuneTrainerShape *self,
             AttuneGguf               *gguf,
             const char               *name,
             double                    fallback)
{
  g_autofree char *key = dup_key (self, name);

  return attune_trainer_gguf_get_double (gguf, key, fallback);
}

static gboolean
check_foreign_keys (const AttuneTrainerShape  *self,
                    AttuneGguf                *gguf,
                    GError                   **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign_keys); i++)
    if (read_dimension (self, gguf, foreign_keys[i], 0) != 0 ||
        read_number (self, gguf, foreign_keys[i], 0) != 0)
      {
        attune_trainer_shape_set_error (error, foreign_keys[i]);
        return FALSE;
      }

  for (guint i = 0; i < G_N_ELEMENTS (scalar_keys); i++)
    {
      g_autofree char *key = dup_key (self, scalar_keys[i]);
      gint64 id = gguf_find_key (gguf, key);

      if (id >= 0 && gguf_get_kv_type (gguf, id) == GGUF_TYPE_ARRAY)
        {
          attune_trainer_shape_set_error (error, scalar_keys[i]);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
read_dimensions (AttuneTrainerShape  *self,
                 AttuneGguf          *gguf,
                 GError             **error)
{
  self->n_embedding = read_dimension (self, gguf, "embedding_length", 0);
  self->n_layers = read_dimension (self, gguf, "block_count", 0);
  self->n_heads = read_dimension (self, gguf, "attention.head_count", 0);
  self->n_heads_kv = read_dimension (self, gguf, "attention.head_count_kv", self->n_heads);
  self->n_feed = read_dimension (self, gguf, "feed_forward_length", 0);
  self->n_context = read_dimension (self, gguf, "context_length", 0);
  self->norm_epsilon = read_number (self, gguf, "attention.layer_norm_rms_epsilon", 1e-5);

  if (self->n_embedding != 0 && self->n_layers != 0 && self->n_layers <= MAX_LAYERS &&
      self->n_heads != 0 && self->n_heads_kv != 0 && self->n_feed != 0 && self->n_context != 0 &&
      self->n_heads % self->n_heads_kv == 0)
    {
      self->head_size = read_dimension (self, gguf, "attention.key_length",
                                        self->n_embedding / self->n_heads);

      if (self->head_size != 0 && self->head_size % 2 == 0 &&
          read_dimension (self, gguf, "attention.value_length", self->head_size) == self->head_size)
        return TRUE;
    }

  attune_trainer_shape_set_error (error, "shape");

  return FALSE;
}

static gboolean
read_rope (AttuneTrainerShape  *self,
           const Architecture  *architecture,
           AttuneGguf          *gguf,
           GError             **error)
{
  AttuneTrainerRope *rope = &self->rope;
  g_autofree char *type_key = dup_key (self, "rope.scaling.type");
  const char *type = attune_trainer_gguf_get_string (gguf, type_key);
  double factor = read_number (self, gguf, "rope.scaling.factor", 0);

  if (factor == 0)
    factor = read_number (self, gguf, "rope.scale_linear", 1);

  rope->mode = architecture->rope_mode;
  rope->n_dimensions = read_dimension (self, gguf, "rope.dimension_count", self->head_size);
  rope->n_context = read_dimension (self, gguf, "rope.scaling.original_context_length",
                                    self->n_context);
  rope->base = read_number (self, gguf, "rope.freq_base", DEFAULT_ROPE_BASE);
  rope->scale = factor > 0 && g_strcmp0 (type, "none") != 0 ? 1 / factor : 1;
  rope->extrapolation = g_strcmp0 (type, "yarn") == 0 ? 1 : 0;
  rope->magnitude = read_number (self, gguf, "rope.scaling.attn_factor", 1);
  rope->beta_fast = read_number (self, gguf, "rope.scaling.yarn_beta_fast", DEFAULT_BETA_FAST);
  rope->beta_slow = read_number (self, gguf, "rope.scaling.yarn_beta_slow", DEFAULT_BETA_SLOW);

  /* ggml_rope_ext () raises the magnitude by this under YaRN, and libllama takes it back, but not
   * below a factor of one. */
  if (rope->extrapolation != 0 && factor < 1)
    rope->magnitude /= 1 + 0.1 * log (factor);

  if (rope->n_dimensions != 0 && rope->n_dimensions % 2 == 0 && rope->n_context != 0 &&
      (rope->n_dimensions == self->head_size ||
       (architecture->may_turn_partly && rope->n_dimensions < self->head_size)) &&
      (type == NULL || g_str_equal (type, "none") || g_str_equal (type, "linear") ||
       g_str_equal (type, "yarn") || g_str_equal (type, "longrope")))
    return TRUE;

  attune_trainer_shape_set_error (error, type != NULL ? type : "rope");

  return FALSE;
}

static void
read_window (AttuneTrainerShape *self,
             const Architecture *architecture,
             AttuneGguf         *gguf)
{
  if (architecture->window_period == 0)
    return;

  self->local_attention = self->attention;
  self->local_attention.window = read_dimension (self, gguf, "attention.sliding_window",
                                                 architecture->window);
  self->window_period = read_dimension (self, gguf, "attention.sliding_window_pattern",
                                        architecture->window_period);
  self->local_rope = self->rope;

  /* Gemma 3 turns faster in local layers, and only stretches the others. */
  if (g_str_equal (architecture->name, "gemma3"))
    {
      self->local_rope.base = DEFAULT_ROPE_BASE;
      self->local_rope.scale = 1;
    }

  self->local_rope.base = read_number (self, gguf, "rope.freq_base_swa", self->local_rope.base);
}

static void
read_scales (AttuneTrainerShape *self,
             const Architecture *architecture,
             AttuneGguf         *gguf)
{
  guint size = self->head_size;

  if (architecture->large_layers != 0 && self->n_layers == architecture->large_layers)
    size = self->n_embedding / self->n_heads;

  self->attention.scale = 1 / sqrtf (size);
  self->attention.window = G_MAXUINT;
  self->embedding_scale = architecture->is_gemma ? sqrtf (self->n_embedding) : 1;
  self->uses_gelu = architecture->is_gemma;
  self->has_joined_feed = architecture->has_joined_feed;

  if (architecture->is_gemma)
    self->output_cap = read_number (self, gguf, "final_logit_softcapping",
                                    architecture->output_cap);

  if (architecture->attention_cap != 0)
    self->attention.cap = read_number (self, gguf, "attn_logit_softcapping",
                                       architecture->attention_cap);
}

/**
 * attune_trainer_shape_read:
 * @self: (out caller-allocates): a shape, all zeros
 * @gguf: the header of a model
 * @error: return location for an error
 *
 * Reads what kind of model a header describes. The size of the vocabulary is for the caller, who
 * sees the embedding.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when training does not know that kind, or something
 *   about it
 */
gboolean
attune_trainer_shape_read (AttuneTrainerShape  *self,
                           AttuneGguf          *gguf,
                           GError             **error)
{
  const Architecture *architecture;

  if ((architecture = find_architecture (gguf, error)) == NULL)
    return FALSE;

  self->architecture = architecture->name;

  if (!check_foreign_keys (self, gguf, error) ||
      !read_dimensions (self, gguf, error) ||
      !read_rope (self, architecture, gguf, error))
    return FALSE;

  read_scales (self, architecture, gguf);
  read_window (self, architecture, gguf);

  return TRUE;
}

/**
 * attune_trainer_shape_is_local:
 * @self: a shape
 * @layer: the number of a layer
 *
 * Returns: whether the layer only looks back as far as the window
 */
gboolean
attune_trainer_shape_is_local (const AttuneTrainerShape *self,
                               guint                     layer)
{
  return self->local_attention.window != 0 && self->window_period != 0 &&
         layer % self->window_period < self->window_period - 1;
}

/**
 * attune_trainer_shape_get_n_context:
 * @self: a shape
 *
 * Returns: tokens that training and chatting may use. A model that was stretched by long factors
 *   turns otherwise beyond its first context; it stays within that.
 */
guint
attune_trainer_shape_get_n_context (const AttuneTrainerShape *self)
{
  return MIN (self->n_context, self->rope.n_context);
}
