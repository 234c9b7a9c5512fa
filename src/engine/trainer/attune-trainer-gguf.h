/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdio.h>

#include <glib.h>
#include <gguf.h>

G_BEGIN_DECLS

typedef struct gguf_context AttuneGguf;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneGguf, gguf_free)

AttuneGguf *attune_trainer_gguf_open        (const char                  *path,
                                             struct ggml_context        **context,
                                             GError                     **error);
gboolean    attune_trainer_gguf_write       (AttuneGguf                  *gguf,
                                             struct ggml_tensor * const  *tensors,
                                             guint                        n_tensors,
                                             const char                  *path,
                                             GError                     **error);
gboolean    attune_trainer_gguf_read_tensor (AttuneGguf                  *gguf,
                                             FILE                        *file,
                                             struct ggml_tensor          *tensor);
guint64     attune_trainer_gguf_get_uint    (AttuneGguf                  *gguf,
                                             const char                  *key,
                                             guint64                      fallback);
double      attune_trainer_gguf_get_double  (AttuneGguf                  *gguf,
                                             const char                  *key,
                                             double                       fallback);
const char *attune_trainer_gguf_get_string  (AttuneGguf                  *gguf,
                                             const char                  *key);

G_END_DECLS
