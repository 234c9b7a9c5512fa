/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-bases"

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test.h"
#include "engine-fixture.h"
#include "tiny-model.h"

#define SETTINGS \
  ",\"seed\":1,\"hyperparameters\":{\"n_epochs\":6,\"batch_size\":2,\"learning_rate_multiplier\":8," \
  "\"tuning\":\"adapter\",\"lora_rank\":4,\"lora_matrices\":[\"attn_q\",\"attn_v\",\"ffn_down\"]}"

static const TinyModel trainable = {
  .architecture = "llama", .n_layers = 2, .has_output = TRUE, .type = GGML_TYPE_Q8_0
};

static const TinyModel foreign = { .architecture = "mamba", .n_layers = 1 };

/* Writes a model to @path, with the vocabulary of the practice model, which must be there. */
static void
write_model (EngineFixture   *f,
             const TinyModel *model,
             const char      *path)
{
  g_autofree char *practice = g_build_filename (f->state_folder, "models", "attune-practice-1.gguf",
                                                NULL);

  json_object_unref (engine_call (f, "GET", "/v1/models", NULL, 200));
  tiny_model_write (model, practice, path, FALSE);
}

static char *
dup_model_path (EngineFixture *f,
                const char    *name)
{
  return g_build_filename (f->state_folder, "models", name, NULL);
}

/* The object of a model in the list, or NULL. */
static JsonObject *
find_listed (EngineFixture *f,
             const char    *id)
{
  g_autoptr(JsonObject) list = engine_call (f, "GET", "/v1/models", NULL, 200);
  JsonArray *data = attune_json_get_array (list, "data");

  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      JsonObject *model = json_array_get_object_element (data, i);

      if (g_str_equal (attune_json_get_string (model, "id", ""), id))
        return json_object_ref (model);
    }

  return NULL;
}

/* What training takes is known before it begins, and grows with the examples. */
static void
assert_figures (JsonObject *info)
{
  JsonArray *memory = attune_json_get_array (info, "memory");
  gint64 last_bytes = attune_json_get_int (info, "file_size", 0);

  g_assert_cmpfloat (attune_json_get_double (info, "tokens_per_second", 0), >, 100);
  g_assert_cmpuint (json_array_get_length (memory), >, 0);

  for (guint i = 0; i < json_array_get_length (memory); i++)
    {
      JsonArray *pair = json_array_get_array_element (memory, i);
      gint64 bytes = json_array_get_int_element (pair, 1);

      g_assert_cmpint (bytes, >, last_bytes);
      last_bytes = bytes;
    }
}

static void
test_folder (EngineFixture *f,
             gconstpointer  data)
{
  g_autofree char *tiny_path = dup_model_path (f, "Tiny Modèl (1).gguf");
  g_autofree char *mamba_path = dup_model_path (f, "mamba.gguf");
  g_autofree char *broken_path = dup_model_path (f, "broken.gguf");
  g_autofree char *body = NULL;
  g_autofree char *file = NULL;
  g_autofree char *examples = engine_build_examples (10);
  g_autoptr(JsonObject) tiny = NULL;
  g_autoptr(JsonObject) mamba = NULL;
  g_autoptr(JsonObject) got = NULL;
  g_autoptr(JsonObject) refused = NULL;
  JsonObject *info;

  write_model (f, &trainable, tiny_path);
  write_model (f, &foreign, mamba_path);
  g_assert_true (g_file_set_contents (broken_path, "GGUF and no more", -1, NULL));

  tiny = find_listed (f, "Tiny-Modèl--1-");
  g_assert_nonnull (tiny);
  g_assert_cmpstr (attune_json_get_string (tiny, "owned_by", NULL), ==, "attune");
  info = attune_json_get_object (tiny, "attune");
  g_assert_cmpstr (attune_json_get_string (info, "architecture", NULL), ==, "llama");
  g_assert_cmpstr (attune_json_get_string (info, "weights", NULL), ==, "q8_0");
  g_assert_cmpint (attune_json_get_int (info, "context_length", 0), ==, TINY_CONTEXT);
  g_assert_cmpint (attune_json_get_int (info, "context_window", 0), ==, MIN (TINY_CONTEXT, 4096));
  g_assert_cmpint (attune_json_get_int (info, "parameters", 0), >, 1000000);
  g_assert_cmpint (attune_json_get_int (info, "file_size", 0), >, 1000000);
  g_assert_true (attune_json_get_boolean (info, "chat", FALSE));
  g_assert_true (attune_json_get_boolean (info, "trainable", FALSE));
  g_assert_false (attune_json_get_boolean (info, "linked", TRUE));
  assert_figures (info);

  /* Somebody may chat with what cannot be tuned here. */
  mamba = find_listed (f, "mamba");
  g_assert_nonnull (mamba);
  info = attune_json_get_object (mamba, "attune");
  g_assert_false (attune_json_get_boolean (info, "trainable", TRUE));
  g_assert_nonnull (strstr (attune_json_get_string (info, "reason", ""), "mamba"));
  got = engine_call (f, "GET", "/v1/models/mamba", NULL, 200);

  file = engine_upload (f, examples);
  body = g_strdup_printf ("{\"model\":\"mamba\",\"training_file\":\"%s\"}", file);
  refused = engine_call (f, "POST", "/v1/fine_tuning/jobs", body, 400);
  g_assert_nonnull (strstr (attune_json_get_string (attune_json_get_object (refused, "error"),
                                                    "message", ""), "mamba"));

  g_assert_null (find_listed (f, "broken"));

  /* What goes from the folder goes from the list. */
  g_remove (mamba_path);
  g_assert_null (find_listed (f, "mamba"));
}

static void
test_add (EngineFixture *f,
          gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "elsewhere.gguf", NULL);
  g_autofree char *text_path = g_build_filename (f->folder, "text.gguf", NULL);
  g_autofree char *body = g_strdup_printf ("{\"path\":\"%s\"}", path);
  g_autofree char *text_body = g_strdup_printf ("{\"path\":\"%s\"}", text_path);
  g_autoptr(JsonObject) added = NULL;
  g_autoptr(JsonObject) listed = NULL;
  g_autoptr(JsonObject) deleted = NULL;

  write_model (f, &trainable, path);
  g_assert_true (g_file_set_contents (text_path, "Once upon a time", -1, NULL));

  added = engine_call (f, "POST", "/v1/models", body, 200);
  g_assert_cmpstr (attune_json_get_string (added, "id", NULL), ==, "elsewhere");
  g_assert_nonnull (attune_json_get_object (added, "attune"));
  g_assert_nonnull (listed = find_listed (f, "elsewhere"));
  g_assert_true (attune_json_get_boolean (attune_json_get_object (listed, "attune"), "linked", FALSE));

  engine_call_error (f, "POST", "/v1/models", body, 422, "path");
  engine_call_error (f, "POST", "/v1/models", text_body, 422, "path");
  engine_call_error (f, "POST", "/v1/models", "{\"path\":\"elsewhere.gguf\"}", 400, "path");
  engine_call_error (f, "POST", "/v1/models", "{\"path\":\"/nowhere.gguf\"}", 422, "path");
  engine_call_error (f, "POST", "/v1/models", "{}", 400, "path");
  g_assert_null (find_listed (f, "text"));

  /* The file belongs to the person. */
  deleted = engine_call (f, "DELETE", "/v1/models/elsewhere", NULL, 200);
  g_assert_null (find_listed (f, "elsewhere"));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static char *
create_job (EngineFixture *f,
            const char    *model,
            const char    *file,
            guint          expected_status)
{
  g_autofree char *body = NULL;
  g_autoptr(JsonObject) job = NULL;

  body = g_strdup_printf ("{\"model\":\"%s\",\"training_file\":\"%s\"" SETTINGS "}", model, file);
  job = engine_call (f, "POST", "/v1/fine_tuning/jobs", body, expected_status);

  return g_strdup (attune_json_get_string (job, "id", NULL));
}

/* Fetches a file, and says what it is by its header. */
static gsize
fetch_weights (EngineFixture *f,
               const char    *path,
               const char    *name)
{
  g_autofree char *uri = g_strconcat ("http://localhost", path, NULL);
  g_autofree char *target = g_build_filename (f->folder, name, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GBytes) body = NULL;

  g_assert_cmpuint (engine_send (f, message, &body), ==, 200);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), 4, "GGUF", 4);
  g_assert_true (g_file_set_contents (target, g_bytes_get_data (body, NULL),
                                      g_bytes_get_size (body), NULL));

  return g_bytes_get_size (body);
}

static guint
count_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* What cannot be loaded any more is not handed out as if it could. */
static void
check_broken_adapter (EngineFixture *f,
                      const char    *folder,
                      const char    *adapter_path)
{
  g_autofree char *path = g_build_filename (folder, "model.gguf", NULL);
  g_autofree char *aside = g_build_filename (folder, "aside", NULL);

  g_assert_cmpint (g_rename (path, aside), ==, 0);
  g_assert_true (g_file_set_contents (path, "GGUF and no more", -1, NULL));
  engine_call_error (f, "GET", adapter_path, NULL, 422, "model");
  g_assert_cmpint (g_rename (aside, path), ==, 0);
}

/* What was tuned can be taken elsewhere: as an adapter, or as a whole that says the same. */
static void
check_weights (EngineFixture *f,
               const char    *job,
               const char    *model)
{
  g_autofree char *job_path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/weights", job);
  g_autofree char *adapter_path = g_strconcat (job_path, "?form=adapter", NULL);
  g_autofree char *bad_path = g_strconcat (job_path, "?form=x", NULL);
  g_autofree char *model_path = g_strdup_printf ("/v1/models/%s/weights", model);
  g_autofree char *folder = g_build_filename (f->state_folder, "jobs", job, "model", NULL);
  g_autofree char *merged = g_build_filename (f->folder, "merged.gguf", NULL);
  g_autofree char *body = g_strdup_printf ("{\"path\":\"%s\"}", merged);
  guint n_files = count_files (folder);
  gsize whole, adapter;

  whole = fetch_weights (f, model_path, "merged.gguf");
  g_assert_cmpuint (fetch_weights (f, job_path, "again.gguf"), ==, whole);
  adapter = fetch_weights (f, adapter_path, "adapter.gguf");
  g_test_message ("%" G_GSIZE_FORMAT " bytes, the adapter %" G_GSIZE_FORMAT, whole, adapter);
  g_assert_cmpuint (adapter, <, whole / 2);
  g_assert_cmpuint (count_files (folder), ==, n_files);
  check_broken_adapter (f, folder, adapter_path);
  engine_call_error (f, "GET", bad_path, NULL, 400, "form");
  engine_call_error (f, "GET", "/v1/models/base/weights", NULL, 400, "model");

  json_object_unref (engine_call (f, "POST", "/v1/models", body, 200));
}

static double
get_first_loss (EngineFixture *f,
                const char    *job)
{
  g_autoptr(JsonArray) events = engine_list_events (f, job);
  double loss = 0;

  for (guint i = json_array_get_length (events); i > 0; i--)
    {
      JsonObject *event = json_array_get_object_element (events, i - 1);
      JsonObject *metrics = attune_json_get_object (event, "data");

      if (metrics != NULL && attune_json_get_int (metrics, "step", 0) == 1)
        loss = attune_json_get_double (metrics, "train_loss", 0);
    }

  return loss;
}

static char *
dup_answer (EngineFixture *f,
            const char    *model)
{
  g_autofree char *body = NULL;
  g_autoptr(JsonObject) answer = NULL;
  JsonObject *choice;

  body = g_strdup_printf ("{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"3 + 1?\"}],"
                          "\"max_tokens\":12,\"temperature\":0}", model);
  answer = engine_call (f, "POST", "/v1/chat/completions", body, 200);
  choice = json_array_get_object_element (attune_json_get_array (answer, "choices"), 0);

  return g_strdup (attune_json_get_string (attune_json_get_object (choice, "message"), "content", NULL));
}

/* An adapter beside its base, which is asked, tuned on, and asked even when the file is gone. */
static void
test_tune (EngineFixture *f,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "base.gguf", NULL);
  g_autofree char *add = g_strdup_printf ("{\"path\":\"%s\"}", path);
  g_autofree char *examples = engine_build_examples (20);
  g_autofree char *file = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *kept_base = NULL;
  g_autofree char *model_path = NULL;
  g_autofree char *base_answer = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *checkpoint = NULL;
  g_autofree char *checkpoint_answer = NULL;
  g_autofree char *merged_answer = NULL;
  g_autofree char *llama_server = g_find_program_in_path ("llama-server");
  g_autoptr(JsonObject) job = NULL;
  g_autoptr(JsonObject) next = NULL;
  JsonObject *hyperparameters;
  const char *model;

  write_model (f, &trainable, path);
  json_object_unref (engine_call (f, "POST", "/v1/models", add, 200));
  file = engine_upload (f, examples);
  first = create_job (f, "base", file, 200);
  job = engine_wait_job (f, first, "succeeded");
  model = attune_json_get_string (job, "fine_tuned_model", "");
  g_assert_true (g_str_has_prefix (model, "ft:base:local:"));
  hyperparameters = attune_json_get_object (job, "hyperparameters");
  g_assert_cmpint (attune_json_get_int (hyperparameters, "lora_rank", 0), ==, 4);
  g_assert_cmpint (attune_json_get_int (hyperparameters, "n_epochs", 0), ==, 6);

  kept_base = g_build_filename (f->state_folder, "jobs", first, "base.gguf", NULL);
  g_assert_true (g_file_test (kept_base, G_FILE_TEST_IS_REGULAR));

  check_weights (f, first, model);

  /* It goes on where the first one ended. */
  second = create_job (f, model, file, 200);
  next = engine_wait_job (f, second, "succeeded");
  g_test_message ("first losses %g and %g", get_first_loss (f, first), get_first_loss (f, second));
  g_assert_cmpfloat (get_first_loss (f, second), <, get_first_loss (f, first) / 4);

  if (llama_server != NULL)
    {
      base_answer = dup_answer (f, "base");
      g_remove (path);
      answer = dup_answer (f, model);
      checkpoint = g_strconcat (model, ":ckpt-step-50", NULL);
      checkpoint_answer = dup_answer (f, checkpoint);
      g_test_message ("“%s”, untuned “%s”", answer, base_answer);
      g_assert_true (g_str_has_prefix (answer, "It is "));
      merged_answer = dup_answer (f, "merged");
      g_assert_true (g_str_has_prefix (merged_answer, "It is "));
      g_assert_false (g_str_has_prefix (base_answer, "It is "));
    }
  else
    {
      g_test_message ("Nobody is asked: llama-server is not installed");
    }

  model_path = g_strconcat ("/v1/models/", model, NULL);
  json_object_unref (engine_call (f, "DELETE", model_path, NULL, 200));
  g_assert_false (g_file_test (kept_base, G_FILE_TEST_EXISTS));
}

/* Writes into a file that has other names as well. */
static void
overwrite (const char *path,
           const char *content,
           gsize       length)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (content, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
assert_base_code (EngineFixture *f,
                  const char    *method,
                  const char    *path,
                  const char    *body,
                  const char    *code)
{
  g_autoptr(JsonObject) answer = engine_call (f, method, path, body, 422);
  JsonObject *error = attune_json_get_object (answer, "error");

  g_test_message ("%s", attune_json_get_string (error, "message", ""));
  g_assert_cmpstr (attune_json_get_string (error, "code", NULL), ==, code);
}

/* Neither asked, nor handed out, nor tuned on. */
static void
assert_unusable (EngineFixture *f,
                 const char    *model,
                 const char    *file,
                 const char    *code)
{
  g_autofree char *weights = g_strdup_printf ("/v1/models/%s/weights", model);
  g_autofree char *adapter = g_strconcat (weights, "?form=adapter", NULL);
  g_autofree char *job = g_strdup_printf ("{\"model\":\"%s\",\"training_file\":\"%s\"}", model, file);
  g_autofree char *question = NULL;

  question = g_strdup_printf ("{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}",
                              model);
  assert_base_code (f, "POST", "/v1/chat/completions", question, code);
  assert_base_code (f, "GET", weights, NULL, code);
  assert_base_code (f, "GET", adapter, NULL, code);
  assert_base_code (f, "POST", "/v1/fine_tuning/jobs", job, code);
}

/* An adapter changes the weights that it was trained beside, and no others: what somebody writes
 * into the file of its base, under whatever name, is never taken for them. */
static void
test_base_changes (EngineFixture *f,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "base.gguf", NULL);
  g_autofree char *add = g_strdup_printf ("{\"path\":\"%s\"}", path);
  g_autofree char *examples = engine_build_examples (10);
  g_autofree char *file = NULL;
  g_autofree char *id = NULL;
  g_autofree char *kept_base = NULL;
  g_autofree char *weights = NULL;
  g_autofree char *content = NULL;
  g_autofree char *changed = NULL;
  g_autoptr(JsonObject) job = NULL;
  const char *model;
  gsize length;

  write_model (f, &trainable, path);
  json_object_unref (engine_call (f, "POST", "/v1/models", add, 200));
  file = engine_upload (f, examples);
  id = create_job (f, "base", file, 200);
  job = engine_wait_job (f, id, "succeeded");
  model = attune_json_get_string (job, "fine_tuned_model", "");
  weights = g_strdup_printf ("/v1/models/%s/weights?form=adapter", model);
  kept_base = g_build_filename (f->state_folder, "jobs", id, "base.gguf", NULL);

  /* The last weight is another one: what libllama would load without a word. */
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  changed = g_memdup2 (content, length);
  changed[length - 1] ^= 1;
  overwrite (path, changed, length);
  assert_unusable (f, model, file, "base_model_changed");

  /* The same after the next start, and for what is no model at all. */
  engine_stop (f);
  engine_start (f, NULL);
  overwrite (path, "GGUF and no more", strlen ("GGUF and no more"));
  assert_unusable (f, model, file, "base_model_changed");

  /* Brought back, it is what it was, though the file is of today. */
  overwrite (path, content, length);
  fetch_weights (f, weights, "adapter.gguf");

  /* On another disk there is no second name, only a way to the first. */
  g_assert_cmpint (g_unlink (kept_base), ==, 0);
  g_assert_cmpint (symlink (path, kept_base), ==, 0);
  fetch_weights (f, weights, "adapter.gguf");
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_unusable (f, model, file, "base_model_missing");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/EngineBases/folder", EngineFixture, NULL,
              engine_set_up, test_folder, engine_tear_down);
  g_test_add ("/Attune/EngineBases/add", EngineFixture, NULL,
              engine_set_up, test_add, engine_tear_down);
  g_test_add ("/Attune/EngineBases/tune", EngineFixture, NULL,
              engine_set_up, test_tune, engine_tear_down);

  g_test_add ("/Attune/EngineBases/base-changes", EngineFixture, NULL,
              engine_set_up, test_base_changes, engine_tear_down);

  return g_test_run ();
}
