/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "attune-json.h"
#include "attune-trainer.h"
#include "tiny-model.h"
#include "trainer-test.h"

/* The trainer is a process; this program becomes it when it is called in this way. */
#define TRAIN_ARGUMENT "--train"

/* What the libraries take differs between systems, and how many graphs are kept depends on the
 * examples: of a model as small as these, that is a good part of it. */
#define OTHER_PROGRAM_BYTES (14 * 1000 * 1000)

typedef struct
{
  gboolean    is_packed;
  const char *method;
  const char *tuning;
  guint       n_examples;
  guint       n_epochs;
  guint       n_characters;   /* of the longest answer; a character is a token */
} Case;

static char *program;

/* Beside the configuration of a trainer: what memory it had at most, as the kernel says. */
static void
write_peak (const char *config)
{
  g_autofree char *path = g_strconcat (config, ".peak", NULL);
  g_autofree char *text = NULL;

  if (g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    g_file_set_contents (path, text, -1, NULL);
}

static gint64
read_peak (Fixture *f)
{
  g_autofree char *text = fixture_read (f, "config.json.peak", NULL);
  const char *line = strstr (text, "VmHWM:");

  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

static void
write_examples (Fixture    *f,
                const Case *c)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 1; i <= c->n_examples; i++)
    {
      guint n = c->n_characters / 2 + i * c->n_characters / (2 * c->n_examples);
      g_autofree char *answer = g_strnfill (n, 'o');

      if (g_str_equal (c->method, "dpo"))
        g_string_append_printf (text,
                                "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"%u?\"}]},"
                                "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"%s\"}],"
                                "\"non_preferred_output\":[{\"role\":\"assistant\","
                                "\"content\":\"%s\"}]}\n", i, answer, answer);
      else
        g_string_append_printf (text, "{\"prompt\":\"%u?\",\"completion\":\"%s\"}\n", i, answer);
    }

  fixture_write (f, "examples.jsonl", text->str);
}

static void
write_config (Fixture    *f,
              const Case *c)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{\"base\":\"%s/%s.gguf\",\"training\":\"%s/examples.jsonl\","
                          "\"output_dir\":\"%s/out\",\"n_epochs\":%u,\"batch_size\":8,\"threads\":2,"
                          "\"method\":\"%s\",\"tuning\":\"%s\"}",
                          f->dir, c->is_packed ? "packed" : "base", f->dir, f->dir, c->n_epochs,
                          c->method, c->tuning);
  fixture_write (f, "config.json", text);
}

/* As a person runs it: meson's own settings have the allocator write to all that it hands out, also
 * where nobody ever will. Returns what was said beforehand. */
static gint64
train (Fixture *f)
{
  g_autofree char *config = fixture_path (f, "config.json");
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonObject) start = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_PERTURB_");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_CHECK_");
  process = g_subprocess_launcher_spawn (launcher, &error, program, TRAIN_ARGUMENT, config, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  strchr (output, '\n')[0] = '\0';
  start = attune_json_parse_object (output, -1, &error);
  g_assert_no_error (error);

  return attune_json_get_int (start, "memory_bytes", 0);
}

/* What training will take is said before, by which it is refused: never less than it comes to, and
 * hardly more. */
static void
test_estimate (Fixture       *f,
               gconstpointer  data)
{
  static const TinyModel packed = { .architecture = "llama", .n_layers = 4, .n_context = 1024,
                                    .type = GGML_TYPE_Q8_0 };
  static const Case cases[] = {
    { FALSE, "supervised", "all", 48, 2, 50 },
    { FALSE, "supervised", "adapter", 48, 2, 50 },
    { FALSE, "dpo", "adapter", 48, 2, 50 },
    { FALSE, "supervised", "adapter", 2, 1, 900 },
    { FALSE, "dpo", "adapter", 2, 1, 900 },
    { TRUE, "supervised", "adapter", 48, 2, 50 },
    { TRUE, "dpo", "adapter", 48, 2, 50 },
    { TRUE, "supervised", "adapter", 2, 1, 900 },
  };
  g_autofree char *path = fixture_path (f, "packed.gguf");

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("AddressSanitizer takes memory of its own.");
  return;
#endif

  tiny_model_write (&packed, f->base, path, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 said, peak;

      write_examples (f, &cases[i]);
      write_config (f, &cases[i]);
      said = train (f);
      peak = read_peak (f);
      g_test_message ("%s, %s, %s, %u tokens: said %.1f MB, measured %.1f MB: %.0f %%",
                      cases[i].is_packed ? "Q8_0" : "F32", cases[i].method, cases[i].tuning,
                      cases[i].n_characters, said / 1e6, peak / 1e6, 100.0 * said / peak);
      g_assert_cmpint (said, >=, peak);
      g_assert_cmpint (said, <=, peak * 1.15 + OTHER_PROGRAM_BYTES);
    }
}

int
main (int   argc,
      char *argv[])
{
  program = g_file_read_link ("/proc/self/exe", NULL);

  if (argc == 3 && g_str_equal (argv[1], TRAIN_ARGUMENT))
    {
      int status = attune_trainer_main (argv[2]);

      write_peak (argv[2]);

      return status;
    }

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/TrainerMemory/estimate", Fixture, NULL, fixture_set_up, test_estimate,
              fixture_tear_down);

  return g_test_run ();
}
