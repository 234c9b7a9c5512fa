/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-memory"

#include "config.h"

#include <glib/gi18n-lib.h>

#include <ggml-backend.h>

#include "attune-error.h"
#include "attune-memory.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-codes.h"
#include "attune-trainer-memory.h"

/* The program itself, its libraries, the examples, and what libggml and the allocator keep in hand:
 * measured were 22 to 34 MB (docs/engine.md). */
#define PROGRAM_BYTES (27 * 1000 * 1000)

struct _AttuneTrainerMemory
{
  guint64  limit;
  guint64  claimed;
  gboolean is_plan;
};

/* Where tensors of a plan seem to be. Nobody reads there. */
static guint8 nowhere[64] __attribute__ ((aligned (64)));

/**
 * attune_trainer_memory_new:
 * @limit: bytes that training may take, or 0 for what is free now
 *
 * Returns: (transfer full): an account
 */
AttuneTrainerMemory *
attune_trainer_memory_new (guint64 limit)
{
  AttuneTrainerMemory *self = g_new0 (AttuneTrainerMemory, 1);

  self->limit = limit != 0 ? limit : attune_memory_get_available ();
  self->claimed = PROGRAM_BYTES;

  return self;
}

/**
 * attune_trainer_memory_new_plan:
 * @limit: bytes that training may take, or 0 for as many as you like
 *
 * Whatever is set up with such an account takes no memory, and cannot be used for anything but to
 * see what it would take.
 *
 * Returns: (transfer full): an account
 */
AttuneTrainerMemory *
attune_trainer_memory_new_plan (guint64 limit)
{
  AttuneTrainerMemory *self = g_new0 (AttuneTrainerMemory, 1);

  self->limit = limit != 0 ? limit : G_MAXUINT64;
  self->claimed = PROGRAM_BYTES;
  self->is_plan = TRUE;

  return self;
}

/**
 * attune_trainer_memory_is_plan:
 * @self: an account
 *
 * Returns: whether nothing is really allocated
 */
gboolean
attune_trainer_memory_is_plan (AttuneTrainerMemory *self)
{
  return self->is_plan;
}

/**
 * attune_trainer_memory_get_limit:
 * @self: an account
 *
 * Returns: bytes of memory that training may take
 */
guint64
attune_trainer_memory_get_limit (AttuneTrainerMemory *self)
{
  return self->limit;
}

/**
 * attune_trainer_memory_free:
 * @self: (transfer full): an account
 */
void
attune_trainer_memory_free (AttuneTrainerMemory *self)
{
  g_free (self);
}

/**
 * attune_trainer_memory_claim:
 * @self: an account
 * @bytes: how much memory is about to be allocated
 * @error: return location for an error
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE and the numbers in its message when that is too much
 */
gboolean
attune_trainer_memory_claim (AttuneTrainerMemory  *self,
                             guint64               bytes,
                             GError              **error)
{
  g_autofree char *needed = NULL;
  g_autofree char *available = NULL;

  self->claimed += bytes;

  if (self->claimed <= self->limit)
    return TRUE;

  needed = g_format_size (self->claimed);
  available = g_format_size (self->limit);
  attune_set_error (error, ATTUNE_ERROR_ENGINE, ATTUNE_TRAINER_CODE_MEMORY,
                    /* Translators: both are sizes, such as "1.2 GB". */
                    _("Training this model needs at least %s of memory, and %s are free. Close other "
                      "programs, choose a smaller model, or shorten the examples."),
                    needed, available);

  return FALSE;
}

/**
 * attune_trainer_memory_get_claimed:
 * @self: an account
 *
 * Returns: bytes of memory that training takes
 */
guint64
attune_trainer_memory_get_claimed (AttuneTrainerMemory *self)
{
  return self->claimed;
}

static struct ggml_backend_buffer *
pretend (struct ggml_context *context)
{
  for (struct ggml_tensor *tensor = ggml_get_first_tensor (context);
       tensor != NULL;
       tensor = ggml_get_next_tensor (context, tensor))
    tensor->data = nowhere;

  return ggml_backend_cpu_buffer_from_ptr (nowhere, sizeof nowhere);
}

/**
 * attune_trainer_memory_allocate:
 * @self: an account
 * @context: a context whose tensors have no memory yet
 * @error: return location for an error
 *
 * Claims memory, filled with zeros, for every tensor of a context; in a plan, without having it.
 *
 * Returns: (transfer full) (nullable): the memory, to be freed with ggml_backend_buffer_free (), or
 *   %NULL with %ATTUNE_ERROR_ENGINE when there is not enough
 */
struct ggml_backend_buffer *
attune_trainer_memory_allocate (AttuneTrainerMemory  *self,
                                struct ggml_context  *context,
                                GError              **error)
{
  ggml_backend_buffer_type_t type = attune_trainer_backend_get_buffer_type ();
  ggml_backend_buffer_t buffer;

  if (!attune_trainer_memory_claim (self,
                                    ggml_backend_alloc_ctx_tensors_from_buft_size (context, type),
                                    error))
    return NULL;

  if (self->is_plan)
    return pretend (context);

  if ((buffer = ggml_backend_alloc_ctx_tensors_from_buft (context, type)) != NULL)
    ggml_backend_buffer_clear (buffer, 0);
  else
    attune_set_error (error, ATTUNE_ERROR_ENGINE, ATTUNE_TRAINER_CODE_MEMORY,
                      _("There is not enough memory for this model. "
                        "Close other programs, or choose a smaller model."));

  return buffer;
}
