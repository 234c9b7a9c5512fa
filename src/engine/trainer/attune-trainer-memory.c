/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-memory"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <ggml-backend.h>

#include "attune-error.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-memory.h"

struct _AttuneTrainerMemory
{
  guint64 limit;
  guint64 claimed;
};

/* The number behind @prefix in a file of the kernel; %G_MAXUINT64 when there is none, as where
 * memory.max says "max". */
static guint64
read_number (const char *path,
             const char *prefix)
{
  g_autofree char *text = NULL;
  const char *start;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (start = strstr (text, prefix)) == NULL)
    return G_MAXUINT64;

  start += strlen (prefix);
  start += strspn (start, " ");

  return g_ascii_isdigit (*start) ? g_ascii_strtoull (start, NULL, 10) : G_MAXUINT64;
}

/* What can be had without swapping. A control group (a container, a service with MemoryMax=) may
 * allow less than the computer has. */
static guint64
read_available (void)
{
  guint64 available = read_number ("/proc/meminfo", "MemAvailable:");
  guint64 limit = read_number ("/sys/fs/cgroup/memory.max", "");
  guint64 used = read_number ("/sys/fs/cgroup/memory.current", "");
  guint64 cached = read_number ("/sys/fs/cgroup/memory.stat", "\ninactive_file");

  if (available != G_MAXUINT64)
    available *= 1024;

  /* Files in the page cache count as used, but give way. */
  if (limit != G_MAXUINT64 && used != G_MAXUINT64)
    {
      used -= cached != G_MAXUINT64 ? MIN (cached, used) : 0;
      available = MIN (available, limit > used ? limit - used : 0);
    }

  return available;
}

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

  self->limit = limit != 0 ? limit : read_available ();

  return self;
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
  attune_set_error (error, ATTUNE_ERROR_ENGINE, "insufficient_memory",
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

/**
 * attune_trainer_memory_allocate:
 * @self: an account
 * @context: a context whose tensors have no memory yet
 * @error: return location for an error
 *
 * Claims memory, filled with zeros, for every tensor of a context.
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

  if ((buffer = ggml_backend_alloc_ctx_tensors_from_buft (context, type)) != NULL)
    ggml_backend_buffer_clear (buffer, 0);
  else
    attune_set_error (error, ATTUNE_ERROR_ENGINE, "insufficient_memory",
                      _("There is not enough memory for this model. "
                        "Close other programs, or choose a smaller model."));

  return buffer;
}
