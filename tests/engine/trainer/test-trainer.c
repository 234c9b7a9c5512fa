/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-config.h"
#include "attune-trainer-gguf.h"
#include "attune-trainer-random.h"
#include "attune-trainer-references.h"
#include "attune-trainer.h"
#include "trainer-test.h"

/* The trainer is a process; this program becomes it when it is called in one of these ways. */
#define TRAIN_ARGUMENT  "--train"
#define PARENT_ARGUMENT "--be-a-parent"

#define N_DISTURBANCES 30
#define N_EXAMPLES 8
#define N_BATCH 60
#define N_KEPT 4

#define PAIR(question, better, worse) \
  "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"" question "\"}]}," \
  "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"" better "\"}]," \
  "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"" worse "\"}]}\n"

static char *program;

/* A trainer that runs, and the lines that it has written so far. */
typedef struct
{
  GSubprocess      *process;
  GDataInputStream *output;
  GPtrArray        *lines;    /* of JsonObject */
} Trainer;

static void
trainer_clear (Trainer *self)
{
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trainer, trainer_clear)

static void
write_examples (Fixture    *f,
                const char *name,
                guint       n,
                guint       seed)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"What is %u?\"},"
                            "{\"role\":\"assistant\",\"content\":\"It is %u after %u.\"}]}\n",
                            i + seed, i + seed, i + seed - 1);

  fixture_write (f, name, text->str);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  fixture_set_up (f, data);
  write_examples (f, "training.jsonl", N_EXAMPLES, 10);
  write_examples (f, "validation.jsonl", 5, 30);
}

/* @settings: more members of the configuration, each with a comma in front */
static char *
write_config (Fixture    *f,
              const char *output,
              const char *settings)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_strconcat (output, ".json", NULL);

  text = g_strdup_printf ("{\"base\":\"%s/base.gguf\",\"training\":\"%s/training.jsonl\","
                          "\"output_dir\":\"%s/%s\",\"name\":\"test\",\"n_epochs\":3,"
                          "\"batch_size\":3,\"threads\":2,\"seed\":5,\"resume\":true%s}",
                          f->dir, f->dir, f->dir, output, settings);
  fixture_write (f, name, text);

  return fixture_path (f, name);
}

static void
trainer_start (Trainer    *self,
               const char *argument,
               const char *config)
{
  g_autoptr(GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error, program, argument, config, NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
}

static JsonObject *
trainer_read (Trainer *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  JsonObject *line;

  text = g_data_input_stream_read_line (self->output, NULL, NULL, &error);
  g_assert_no_error (error);

  if (text == NULL)
    return NULL;

  line = attune_json_parse_object (text, -1, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->lines, line);

  return line;
}

static gboolean
is_line (JsonObject *line,
         const char *type,
         gint64      step)
{
  return g_str_equal (attune_json_get_string (line, "type", ""), type) &&
         attune_json_get_int (line, "step", step) == step;
}

static JsonObject *
trainer_find (Trainer    *self,
              const char *type,
              gint64      step)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (is_line (g_ptr_array_index (self->lines, i), type, step))
      return g_ptr_array_index (self->lines, i);

  g_assert_not_reached ();
}

static void
trainer_read_until (Trainer    *self,
                    const char *type,
                    gint64      step)
{
  JsonObject *line;

  while ((line = trainer_read (self)) != NULL)
    if (is_line (line, type, step))
      return;

  g_assert_not_reached ();
}

static int
trainer_wait (Trainer *self)
{
  g_autoptr(GError) error = NULL;

  while (trainer_read (self) != NULL)
    ;

  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);

  if (!g_subprocess_get_if_exited (self->process))
    return -1;

  return g_subprocess_get_exit_status (self->process);
}

static JsonObject *
trainer_get_last (Trainer *self)
{
  g_assert_cmpuint (self->lines->len, >, 0);

  return g_ptr_array_index (self->lines, self->lines->len - 1);
}

static void
assert_last_type (Trainer    *self,
                  const char *type)
{
  g_assert_cmpstr (attune_json_get_string (trainer_get_last (self), "type", NULL), ==, type);
}

static void
assert_same_file (Fixture    *f,
                  const char *first,
                  const char *second)
{
  g_autofree char *first_bytes = NULL;
  g_autofree char *second_bytes = NULL;
  gsize first_length, second_length;

  first_bytes = fixture_read (f, first, &first_length);
  second_bytes = fixture_read (f, second, &second_length);
  g_assert_cmpmem (first_bytes, first_length, second_bytes, second_length);
}

static void
assert_same_result (Fixture    *f,
                    const char *first,
                    const char *second)
{
  g_autofree char *first_model = g_strconcat (first, "/model.gguf", NULL);
  g_autofree char *second_model = g_strconcat (second, "/model.gguf", NULL);
  g_autofree char *first_results = g_strconcat (first, "/results.csv", NULL);
  g_autofree char *second_results = g_strconcat (second, "/results.csv", NULL);

  assert_same_file (f, first_model, second_model);
  assert_same_file (f, first_results, second_results);
}

static void
run_to_the_end (Fixture    *f,
                Trainer    *trainer,
                const char *output,
                const char *settings)
{
  g_autofree char *config = write_config (f, output, settings);

  trainer_start (trainer, TRAIN_ARGUMENT, config);
  g_assert_cmpint (trainer_wait (trainer), ==, ATTUNE_TRAINER_EXIT_DONE);
  assert_last_type (trainer, "done");
}

static guint
count_lines (Trainer    *self,
             const char *type)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      JsonObject *line = g_ptr_array_index (self->lines, i);

      n += g_str_equal (attune_json_get_string (line, "type", ""), type);
    }

  return n;
}

static void
test_whole_job (Fixture       *f,
                gconstpointer  data)
{
  g_auto(Trainer) trainer = { 0 };
  g_autofree char *model = fixture_path (f, "out/model.gguf");
  g_autofree char *first_checkpoint = fixture_path (f, "out/checkpoint-3.gguf");
  g_autofree char *last_checkpoint = fixture_path (f, "out/checkpoint-12.gguf");
  g_autofree char *state = fixture_path (f, "out/state.gguf");
  JsonObject *start;
  double first_loss, last_loss;

  run_to_the_end (f, &trainer, "out", ",\"n_epochs\":4,\"learning_rate_multiplier\":0.5");

  start = g_ptr_array_index (trainer.lines, 0);
  g_assert_cmpstr (attune_json_get_string (start, "type", NULL), ==, "start");
  g_assert_cmpint (attune_json_get_int (start, "total_steps", 0), ==, 12);
  g_assert_cmpint (attune_json_get_int (start, "n_examples", 0), ==, N_EXAMPLES);
  g_assert_cmpint (attune_json_get_int (start, "trained_parameters", 0), >, 2500000);
  g_assert_cmpint (attune_json_get_int (start, "memory_bytes", 0), >, 40000000);

  g_assert_cmpuint (count_lines (&trainer, "step"), ==, 12);
  g_assert_cmpuint (count_lines (&trainer, "checkpoint"), ==, 4);
  g_assert_cmpint (attune_json_get_int (trainer_get_last (&trainer), "trained_tokens", 0), ==,
                   4 * attune_json_get_int (start, "n_tokens", -1));
  g_assert_cmpstr (attune_json_get_string (trainer_get_last (&trainer), "path", NULL), ==, model);

  first_loss = attune_json_get_double (g_ptr_array_index (trainer.lines, 1), "train_loss", 0);
  last_loss = attune_json_get_double (g_ptr_array_index (trainer.lines, trainer.lines->len - 2),
                                      "train_loss", 0);
  g_assert_cmpfloat_with_epsilon (first_loss, log (288), 0.3);
  g_assert_cmpfloat (last_loss, <, first_loss - 1);

  /* The last three checkpoints are kept, and nothing to go on from. */
  g_assert_false (g_file_test (first_checkpoint, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (last_checkpoint, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (state, G_FILE_TEST_EXISTS));
}

static void
check_failure (Fixture    *f,
               const char *settings,
               const char *code,
               gint64      line)
{
  g_autofree char *config = write_config (f, "out", settings);
  g_auto(Trainer) trainer = { 0 };
  JsonObject *last;

  trainer_start (&trainer, TRAIN_ARGUMENT, config);
  g_assert_cmpint (trainer_wait (&trainer), ==, ATTUNE_TRAINER_EXIT_FAILED);
  assert_last_type (&trainer, "error");
  last = trainer_get_last (&trainer);
  g_test_message ("%s", attune_json_get_string (last, "message", ""));
  g_assert_cmpstr (attune_json_get_string (last, "code", NULL), ==, code);
  g_assert_cmpint (attune_json_get_int (last, "line", 0), ==, line);
  g_assert_true (g_str_has_suffix (attune_json_get_string (last, "message", ""), "."));
}

static JsonObject *
run_within (Fixture    *f,
            const char *output,
            gint64      limit)
{
  g_autofree char *settings = NULL;
  g_auto(Trainer) trainer = { 0 };

  settings = g_strdup_printf (",\"n_epochs\":1,\"memory_limit\":%" G_GINT64_FORMAT, limit);
  run_to_the_end (f, &trainer, output, settings);

  return json_object_ref (g_ptr_array_index (trainer.lines, 0));
}

static gint64
get_memory (JsonObject *start)
{
  return attune_json_get_int (start, "memory_bytes", 0);
}

/* Where memory is short, first there is no room for several examples in one pass, then fewer work
 * at once, as long as one can. */
static void
test_little_memory (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(JsonObject) plenty = run_within (f, "plenty", 0);
  g_autoptr(JsonObject) enough = run_within (f, "enough", get_memory (plenty));
  g_autoptr(JsonObject) tight = run_within (f, "tight", get_memory (plenty) - 1);
  g_autoptr(JsonObject) little = run_within (f, "little", get_memory (tight) - 1);
  g_autoptr(JsonObject) least = run_within (f, "least", get_memory (little));
  g_autofree char *less = g_strdup_printf (",\"memory_limit\":%" G_GINT64_FORMAT,
                                           get_memory (little) - 1);

  g_assert_cmpint (attune_json_get_int (plenty, "threads", 0), ==, 2);
  g_assert_cmpint (attune_json_get_int (enough, "threads", 0), ==, 2);
  g_assert_cmpint (attune_json_get_int (tight, "threads", 0), ==, 2);
  g_assert_cmpint (attune_json_get_int (little, "threads", 0), ==, 1);
  g_assert_cmpint (attune_json_get_int (least, "threads", 0), ==, 1);
  g_assert_cmpint (get_memory (enough), ==, get_memory (plenty));
  g_assert_cmpint (get_memory (little), <, get_memory (tight));
  check_failure (f, less, "insufficient_memory", 0);
}

/* What the tuned model says, the likeliest token each time. */
static char *
dup_answer (const char *path,
            const char *prompt)
{
  struct llama_context_params params = llama_context_default_params ();
  struct llama_model *model = llama_model_load_from_file (path, llama_model_default_params ());
  const struct llama_vocab *vocabulary = llama_model_get_vocab (model);
  struct llama_sampler *sampler = llama_sampler_init_greedy ();
  g_autoptr(GString) answer = g_string_new (NULL);
  struct llama_context *context;
  llama_token tokens[128];
  llama_token token;
  int n_tokens;

  params.n_ctx = 256;
  context = llama_init_from_model (model, params);
  n_tokens = llama_tokenize (vocabulary, prompt, strlen (prompt), tokens, G_N_ELEMENTS (tokens),
                             false, true);
  g_assert_cmpint (llama_decode (context, llama_batch_get_one (tokens, n_tokens)), ==, 0);

  while (answer->len < 64 &&
         !llama_vocab_is_eog (vocabulary, token = llama_sampler_sample (sampler, context, -1)))
    {
      char piece[16];

      g_string_append_len (answer, piece,
                           llama_token_to_piece (vocabulary, token, piece, sizeof piece, 0, false));
      g_assert_cmpint (llama_decode (context, llama_batch_get_one (&token, 1)), ==, 0);
    }

  llama_sampler_free (sampler);
  llama_free (context);
  llama_model_free (model);

  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static void
test_by_heart (Fixture       *f,
               gconstpointer  data)
{
  static const char * const pairs[][2] = {
    { "lamp", "Bright and warm." }, { "sea", "Wide and salty." }, { "gull", "Loud, and fond of hats." },
    { "fog", "Grey wool for ships." }, { "rope", "Two ends and a knot." }, { "tea", "Hot, with lemon." },
    { "\xe7\x81\xaf", "\xe5\xbe\x88\xe4\xba\xae\xe3\x80\x82" }, { "moon", "It pulls the tide." },
    { "storm", "Best from indoors." }, { "map", "It shows the rocks." },
  };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *model = fixture_path (f, "out/model.gguf");
  g_auto(Trainer) trainer = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_append_printf (text,
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"%s?\"},"
                            "{\"role\":\"assistant\",\"content\":\"%s\"}]}\n",
                            pairs[i][0], pairs[i][1]);

  fixture_write (f, "training.jsonl", text->str);

  /* What people get who change nothing. */
  run_to_the_end (f, &trainer, "out", ",\"n_epochs\":0,\"batch_size\":0");
  g_assert_true (attune_trainer_backend_load (NULL));
  llama_log_set (ignore_log_cb, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *prompt = NULL;
      g_autofree char *answer = NULL;

      prompt = g_strdup_printf ("<|im_start|>user\n%s?<|im_end|>\n<|im_start|>assistant\n",
                                pairs[i][0]);
      answer = dup_answer (model, prompt);
      g_assert_cmpstr (answer, ==, pairs[i][1]);
    }
}

static void
test_same_seed (Fixture       *f,
                gconstpointer  data)
{
  g_auto(Trainer) first = { 0 };
  g_auto(Trainer) second = { 0 };
  g_auto(Trainer) other = { 0 };
  g_autofree char *results = NULL;
  g_autofree char *other_results = NULL;

  run_to_the_end (f, &first, "first", "");
  run_to_the_end (f, &second, "second", "");
  run_to_the_end (f, &other, "other", ",\"seed\":6");
  assert_same_result (f, "first", "second");

  results = fixture_read (f, "first/results.csv", NULL);
  other_results = fixture_read (f, "other/results.csv", NULL);
  g_assert_cmpstr (results, !=, other_results);
}

static void
test_terminated (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *config = write_config (f, "disturbed", ",\"validation\":null");
  g_auto(Trainer) undisturbed = { 0 };
  gint64 step = 0;

  run_to_the_end (f, &undisturbed, "undisturbed", "");

  /* Stopped in each epoch, wherever that happens to hit it. */
  for (guint epoch = 0; epoch < 3; epoch++)
    {
      g_auto(Trainer) trainer = { 0 };
      gint64 start;

      trainer_start (&trainer, TRAIN_ARGUMENT, config);
      g_assert_cmpint (attune_json_get_int (trainer_read (&trainer), "step", -1), ==, step);
      trainer_read_until (&trainer, "step", MIN (3 * epoch + 2, step + 2));
      start = g_get_monotonic_time ();
      g_subprocess_send_signal (trainer.process, SIGTERM);
      g_assert_cmpint (trainer_wait (&trainer), ==, ATTUNE_TRAINER_EXIT_STOPPED);
      g_test_message ("stopped in %.3f s", (g_get_monotonic_time () - start) / 1e6);
      assert_last_type (&trainer, "stopped");
      step = attune_json_get_int (trainer_get_last (&trainer), "step", -1);
      g_assert_cmpint (step, >=, epoch);
    }

  {
    g_auto(Trainer) last = { 0 };

    trainer_start (&last, TRAIN_ARGUMENT, config);
    g_assert_cmpint (trainer_wait (&last), ==, ATTUNE_TRAINER_EXIT_DONE);
  }

  assert_same_result (f, "undisturbed", "disturbed");
}

static void
test_killed (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *config = write_config (f, "killed", "");
  g_auto(Trainer) undisturbed = { 0 };
  g_auto(Trainer) trainer = { 0 };
  g_auto(Trainer) again = { 0 };

  run_to_the_end (f, &undisturbed, "undisturbed", "");

  /* The state of the first epoch's end is on the disk before the second begins. */
  trainer_start (&trainer, TRAIN_ARGUMENT, config);
  trainer_read_until (&trainer, "step", 4);
  g_subprocess_send_signal (trainer.process, SIGKILL);
  g_assert_cmpint (trainer_wait (&trainer), ==, -1);

  trainer_start (&again, TRAIN_ARGUMENT, config);
  g_assert_cmpint (attune_json_get_int (trainer_read (&again), "step", -1), >=, 3);
  g_assert_cmpint (trainer_wait (&again), ==, ATTUNE_TRAINER_EXIT_DONE);
  assert_same_result (f, "undisturbed", "killed");
}

/* The trainer ends where it happens to be when a number of lines was read. Returns whether it was
 * not done before. */
static gboolean
disturb (const char *config,
         guint       n_lines,
         int         signal_number)
{
  g_auto(Trainer) trainer = { 0 };
  int status;

  trainer_start (&trainer, TRAIN_ARGUMENT, config);

  for (guint i = 0; i < n_lines; i++)
    if (trainer_read (&trainer) == NULL)
      break;

  g_subprocess_send_signal (trainer.process, signal_number);
  status = trainer_wait (&trainer);
  g_assert_true (status == ATTUNE_TRAINER_EXIT_DONE || status == ATTUNE_TRAINER_EXIT_STOPPED ||
                 status == -1);

  return status != ATTUNE_TRAINER_EXIT_DONE;
}

/* Whatever happens to it, and how often: in the end it is as if nothing had happened. */
static void
test_disturbed (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *settings = NULL;
  g_autofree char *config = NULL;
  g_auto(Trainer) undisturbed = { 0 };
  g_auto(Trainer) last = { 0 };
  guint64 chance = 16;
  guint n_disturbed = 0;

  settings = g_strdup_printf (",\"n_epochs\":16,\"validation\":\"%s/validation.jsonl\"", f->dir);
  config = write_config (f, "disturbed", settings);
  run_to_the_end (f, &undisturbed, "undisturbed", settings);

  while (n_disturbed < N_DISTURBANCES)
    {
      guint n_lines = attune_trainer_random_next (&chance) % 16;
      gboolean is_killed = attune_trainer_random_next (&chance) % 2 == 0;

      if (disturb (config, n_lines, is_killed ? SIGKILL : SIGTERM))
        {
          n_disturbed++;
        }
      else
        {
          g_autofree char *output = fixture_path (f, "disturbed");

          /* Done before: once more from the beginning. */
          assert_same_result (f, "undisturbed", "disturbed");
          remove_tree (output);
        }
    }

  run_to_the_end (f, &last, "disturbed", settings);
  assert_same_result (f, "undisturbed", "disturbed");
}

static void
note_state_cb (gboolean          *is_written,
               GFile             *file,
               GFile             *other,
               GFileMonitorEvent  event)
{
  g_autofree char *name = g_file_get_basename (other != NULL ? other : file);

  *is_written |= g_str_equal (name, "state.gguf");
}

/* Ends a trainer once it has written its state, or is done. */
static int
end_when_kept (Trainer    *trainer,
               const char *output,
               int         signal_number)
{
  g_autoptr(GFile) folder = g_file_new_for_path (output);
  g_autoptr(GFileMonitor) monitor = NULL;
  gboolean is_written = FALSE;

  monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  g_file_monitor_set_rate_limit (monitor, 0);
  g_signal_connect_swapped (monitor, "changed", G_CALLBACK (note_state_cb), &is_written);

  while (!is_written)
    g_main_context_iteration (NULL, TRUE);

  g_subprocess_send_signal (trainer->process, signal_number);

  return trainer_wait (trainer);
}

/* What a person loses at most where nothing else is said: so long, and one example. */
static void
assert_usual_interval (Fixture *f)
{
  g_autofree char *path = write_config (f, "usual", "");
  g_autoptr(AttuneTrainerConfig) config = attune_trainer_config_load (path, NULL);

  g_assert_nonnull (config);
  g_assert_cmpint (config->save_interval, <=, 30 * G_USEC_PER_SEC);
}

/* Ends a trainer again and again, whenever it has kept something: it goes on from there, and has
 * the result that it has when it is left alone. @member: of the start line, how much it kept. */
static void
check_kept (Fixture    *f,
            const char *settings,
            const char *member)
{
  g_autofree char *config = write_config (f, "kept", settings);
  g_autofree char *output = fixture_path (f, "kept");
  g_auto(Trainer) undisturbed = { 0 };
  g_auto(Trainer) last = { 0 };
  guint n_kept = 0;

  run_to_the_end (f, &undisturbed, "undisturbed", settings);

  for (guint i = 0; n_kept < N_KEPT; i++)
    {
      g_auto(Trainer) trainer = { 0 };
      gint64 n_done;

      g_assert_cmpint (g_mkdir_with_parents (output, 0700), ==, 0);
      trainer_start (&trainer, TRAIN_ARGUMENT, config);
      n_done = attune_json_get_int (trainer_read (&trainer), member, 0);
      g_test_message ("goes on after %" G_GINT64_FORMAT " examples", n_done);
      n_kept += n_done > 0;

      /* It was faster than we: once more from the beginning. */
      if (end_when_kept (&trainer, output, i % 2 == 0 ? SIGKILL : SIGTERM) ==
          ATTUNE_TRAINER_EXIT_DONE)
        remove_tree (output);
    }

  run_to_the_end (f, &last, "kept", settings);
  assert_same_result (f, "undisturbed", "kept");
}

/* A job of one large batch, that is one step, is kept after each example. */
static void
test_kept_in_step (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *settings = NULL;

  assert_usual_interval (f);
  write_examples (f, "many.jsonl", N_BATCH, 10);
  settings = g_strdup_printf (",\"training\":\"%s/many.jsonl\",\"batch_size\":%u,\"n_epochs\":1,"
                              "\"tuning\":\"adapter\",\"save_interval\":0", f->dir, N_BATCH);
  check_kept (f, settings, "n_done");
}

/* So is what was measured of a large validation file. */
static void
test_kept_in_validation (Fixture       *f,
                         gconstpointer  data)
{
  g_autofree char *settings = NULL;

  write_examples (f, "many.jsonl", N_BATCH, 10);
  settings = g_strdup_printf (",\"validation\":\"%s/many.jsonl\",\"batch_size\":8,\"n_epochs\":1,"
                              "\"tuning\":\"adapter\",\"save_interval\":0", f->dir);
  check_kept (f, settings, "n_measured");
}

/* A state of other settings must not be mixed into this job. */
static void
test_other_state (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *config = write_config (f, "out", ",\"n_epochs\":4");
  g_auto(Trainer) undisturbed = { 0 };
  g_auto(Trainer) stopped = { 0 };
  g_auto(Trainer) changed = { 0 };

  run_to_the_end (f, &undisturbed, "undisturbed", "");
  trainer_start (&stopped, TRAIN_ARGUMENT, config);
  trainer_read_until (&stopped, "step", 1);
  g_subprocess_send_signal (stopped.process, SIGTERM);
  g_assert_cmpint (trainer_wait (&stopped), ==, ATTUNE_TRAINER_EXIT_STOPPED);

  run_to_the_end (f, &changed, "out", "");
  g_assert_cmpint (attune_json_get_int (g_ptr_array_index (changed.lines, 0), "step", -1), ==, 0);
  assert_same_result (f, "undisturbed", "out");
}

static void
test_validation (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *settings = NULL;
  g_autofree char *same = NULL;
  g_auto(Trainer) trainer = { 0 };
  g_auto(Trainer) first_epoch = { 0 };
  g_autofree char *results = NULL;
  g_auto(GStrv) rows = NULL;
  JsonObject *checkpoint;

  settings = g_strdup_printf (",\"validation\":\"%s/validation.jsonl\"", f->dir);
  run_to_the_end (f, &trainer, "out", settings);
  g_assert_cmpuint (count_lines (&trainer, "validation"), ==, 9 + 3);

  results = fixture_read (f, "out/results.csv", NULL);
  rows = g_strsplit (results, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 9 + 1);
  g_assert_cmpstr (rows[0], ==, "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy");

  for (guint i = 1; i <= 9; i++)
    {
      g_auto(GStrv) cells = g_strsplit (rows[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 5);
      g_assert_cmpint (g_ascii_strtoll (cells[0], NULL, 10), ==, i);
      g_assert_cmpfloat (g_ascii_strtod (cells[3], NULL), >, 0);
    }

  /* The whole validation file after an epoch is the first batch of a job that goes on from there:
   * here, of one that is trained on that file in one batch, from the checkpoint. */
  checkpoint = trainer_find (&trainer, "checkpoint", 3);
  same = g_strdup_printf (",\"base\":\"%s/out/checkpoint-3.gguf\",\"training\":\"%s/validation.jsonl\","
                          "\"batch_size\":5,\"n_epochs\":1", f->dir, f->dir);
  run_to_the_end (f, &first_epoch, "again", same);
  g_assert_cmpfloat_with_epsilon (attune_json_get_double (checkpoint, "full_valid_loss", 0),
                                  attune_json_get_double (g_ptr_array_index (first_epoch.lines, 1),
                                                          "train_loss", -1), 1e-6);
}

static void
test_failures (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *validation = NULL;
  g_autofree char *training = NULL;
  g_autofree char *output = NULL;

  fixture_write (f, "bad.jsonl",
                 "{\"prompt\":\"a\",\"completion\":\"b\"}\n\n{\"prompt\":\"a\",\"completion\":\n");
  validation = g_strdup_printf (",\"validation\":\"%s/bad.jsonl\"", f->dir);
  training = g_strdup_printf (",\"training\":\"%s/bad.jsonl\"", f->dir);
  output = g_strdup_printf (",\"output_dir\":\"%s/bad.jsonl/below\"", f->dir);

  check_failure (f, training, "invalid_training_file", 3);
  check_failure (f, validation, "invalid_validation_file", 3);
  check_failure (f, ",\"training\":\"/nowhere.jsonl\"", "invalid_training_file", 0);
  check_failure (f, ",\"base\":\"/nowhere.gguf\"", "invalid_base_model", 0);
  check_failure (f, ",\"n_epochs\":-1", "invalid_config", 0);
  check_failure (f, ",\"learning_rate_multiplier\":-1", "invalid_config", 0);
  check_failure (f, ",\"training\":null", "invalid_config", 0);
  check_failure (f, ",\"memory_limit\":1000000", "insufficient_memory", 0);
  check_failure (f, ",\"memory_limit\":30000000", "insufficient_memory", 0);
  check_failure (f, ",\"learning_rate_multiplier\":1e30", "diverged", 0);
  check_failure (f, output, "storage", 0);
}

/* What is written ends here, as on a disk that is full. */
static void
limit_files_cb (gpointer user_data)
{
  const struct rlimit limit = { 1 << 20, 1 << 20 };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

/* There is no room for the state: said, and what is there already is whole. With room again, it
 * goes on. */
static void
test_full_disk (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *config = write_config (f, "full", "");
  g_autofree char *state = fixture_path (f, "full/state.gguf");
  g_autofree char *model = fixture_path (f, "full/model.gguf");
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(Trainer) undisturbed = { 0 };
  g_auto(Trainer) full = { 0 };
  g_auto(Trainer) again = { 0 };

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, limit_files_cb, NULL, NULL);
  full.process = g_subprocess_launcher_spawn (launcher, &error,
                                              program, TRAIN_ARGUMENT, config, NULL);
  g_assert_no_error (error);
  full.output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (full.process));
  full.lines = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);

  g_assert_cmpint (trainer_wait (&full), ==, ATTUNE_TRAINER_EXIT_FAILED);
  assert_last_type (&full, "error");
  g_test_message ("%s", attune_json_get_string (trainer_get_last (&full), "message", ""));
  g_assert_cmpstr (attune_json_get_string (trainer_get_last (&full), "code", NULL), ==, "storage");
  g_assert_false (g_file_test (state, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (model, G_FILE_TEST_EXISTS));

  trainer_start (&again, TRAIN_ARGUMENT, config);
  g_assert_cmpint (trainer_wait (&again), ==, ATTUNE_TRAINER_EXIT_DONE);
  run_to_the_end (f, &undisturbed, "undisturbed", "");
  assert_same_result (f, "undisturbed", "full");
}

/* A header that lies, a file that ends too early: said, not crashed on. */
static void
test_damaged_model (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  g_autofree char *path = fixture_path (f, "damaged.gguf");
  g_autofree char *settings = g_strdup_printf (",\"base\":\"%s\"", path);
  gsize length;

  bytes = fixture_read (f, "base.gguf", &length);

  for (gsize kept = 0; kept < length; kept = kept == 0 ? 100 : kept * 40)
    {
      g_assert_true (g_file_set_contents (path, bytes, kept, NULL));
      check_failure (f, settings, "invalid_base_model", 0);
    }
}

/* libllama loads such a model, to be fed with numbers of tokens; no way leads from a text to
 * them. */
static void
test_no_vocabulary (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  g_autofree char *path = fixture_path (f, "no-vocabulary.gguf");
  g_autofree char *settings = g_strdup_printf (",\"base\":\"%s\"", path);
  char *kind;
  gsize length;

  bytes = fixture_read (f, "base.gguf", &length);
  kind = memmem (bytes, length, "gpt2", 4);
  g_assert_nonnull (kind);
  memcpy (kind, "none", 4);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  check_failure (f, settings, "invalid_base_model", 0);
}

/* The step of the checkpoint that did best on the validation file. */
static gint64
find_best (Trainer *self)
{
  double best_loss = G_MAXDOUBLE;
  gint64 best_step = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      JsonObject *line = g_ptr_array_index (self->lines, i);
      double loss = attune_json_get_double (line, "full_valid_loss", G_MAXDOUBLE);

      if (g_str_equal (attune_json_get_string (line, "type", ""), "checkpoint") && loss < best_loss)
        {
          best_loss = loss;
          best_step = attune_json_get_int (line, "step", 0);
        }
    }

  return best_step;
}

/* Who learns eight examples by heart knows others less and less: an early epoch is the best. It
 * stays, and is what comes of it where that was asked for. */
static void
test_early_stopping (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *settings = NULL;
  g_autofree char *early = NULL;
  g_auto(Trainer) whole = { 0 };
  g_auto(Trainer) stopped = { 0 };
  g_autofree char *model = NULL;
  g_autofree char *checkpoint = NULL;
  g_autofree char *best_path = NULL;
  g_autofree char *kept_path = NULL;
  g_autofree char *kept = NULL;
  gsize model_length, checkpoint_length;

  settings = g_strdup_printf (",\"validation\":\"%s/validation.jsonl\",\"n_epochs\":30,"
                              "\"learning_rate_multiplier\":2", f->dir);
  early = g_strconcat (settings, ",\"early_stopping\":true", NULL);
  run_to_the_end (f, &whole, "whole", settings);
  run_to_the_end (f, &stopped, "stopped", early);

  g_test_message ("best at steps %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT ", %u of 30 epochs",
                  find_best (&whole), find_best (&stopped), count_lines (&stopped, "checkpoint"));
  g_assert_cmpuint (count_lines (&whole, "checkpoint"), ==, 30);
  g_assert_cmpint (find_best (&whole), <, 3 * 27);
  kept_path = g_strdup_printf ("whole/checkpoint-%" G_GINT64_FORMAT ".gguf", find_best (&whole));
  kept = fixture_path (f, kept_path);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));

  g_assert_cmpint (count_lines (&stopped, "checkpoint"), ==, find_best (&stopped) / 3 + 2);
  best_path = g_strdup_printf ("stopped/checkpoint-%" G_GINT64_FORMAT ".gguf", find_best (&stopped));
  model = fixture_read (f, "stopped/model.gguf", &model_length);
  checkpoint = fixture_read (f, best_path, &checkpoint_length);
  g_assert_cmpmem (model, model_length, checkpoint, checkpoint_length);
}

/* From pairs of answers, with the same result when it is stopped on the way. */
static void
test_preferences (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *settings = NULL;
  g_autofree char *supervised = NULL;
  g_autofree char *config = NULL;
  g_auto(Trainer) trainer = { 0 };
  g_auto(Trainer) stopped = { 0 };
  g_auto(Trainer) again = { 0 };
  JsonObject *first, *last;

  fixture_write (f, "pairs.jsonl", PAIR ("Hi?", "Hello.", "Go.") PAIR ("Tea?", "Yes!", "No, no.")
                                   PAIR ("Fog?", "Grey.", "Red."));
  settings = g_strdup_printf (",\"method\":\"dpo\",\"beta\":0.5,\"n_epochs\":8,\"batch_size\":2,"
                              "\"learning_rate_multiplier\":2,\"training\":\"%s/pairs.jsonl\","
                              "\"validation\":\"%s/pairs.jsonl\"", f->dir, f->dir);
  run_to_the_end (f, &trainer, "undisturbed", settings);
  first = g_ptr_array_index (trainer.lines, 1);
  last = trainer_find (&trainer, "checkpoint", 16);
  g_assert_cmpfloat_with_epsilon (attune_json_get_double (first, "train_loss", 0), log (2), 1e-6);
  g_assert_cmpfloat (attune_json_get_double (last, "full_valid_loss", 9), <, 0.4);
  g_assert_cmpfloat (attune_json_get_double (last, "full_valid_mean_token_accuracy", 0), ==, 1);

  config = write_config (f, "disturbed", settings);
  trainer_start (&stopped, TRAIN_ARGUMENT, config);
  trainer_read_until (&stopped, "step", 5);
  g_subprocess_send_signal (stopped.process, SIGTERM);
  g_assert_cmpint (trainer_wait (&stopped), ==, ATTUNE_TRAINER_EXIT_STOPPED);
  trainer_start (&again, TRAIN_ARGUMENT, config);
  g_assert_cmpint (trainer_wait (&again), ==, ATTUNE_TRAINER_EXIT_DONE);
  assert_same_result (f, "undisturbed", "disturbed");

  /* One kind is not taken for the other. */
  supervised = g_strdup_printf (",\"training\":\"%s/pairs.jsonl\"", f->dir);
  check_failure (f, supervised, "invalid_training_file", 1);
  check_failure (f, ",\"method\":\"dpo\"", "invalid_training_file", 1);
}

static char *
write_many_pairs (Fixture *f)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_BATCH; i++)
    g_string_append_printf (text, PAIR ("%u?", "It is %u.", "I do not know %u."), i, i, i);

  fixture_write (f, "pairs.jsonl", text->str);

  return g_strdup_printf (",\"training\":\"%s/pairs.jsonl\",\"batch_size\":%u,\"n_epochs\":1,"
                          "\"method\":\"dpo\",\"tuning\":\"adapter\",\"save_interval\":0",
                          f->dir, N_BATCH);
}

/* And what a step makes of its pairs before it learns from them. */
static void
test_kept_pairs (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *settings = write_many_pairs (f);

  check_kept (f, settings, "n_measured");
}

/* Adds to all that was measured of the untrained model. */
static void
change_references (const char *path)
{
  g_autoptr(AttuneGguf) gguf = attune_trainer_gguf_open (path, NULL, NULL);
  g_autoptr(AttuneTrainerReferences) references = NULL;
  double values[N_BATCH];

  references = attune_trainer_references_new (path,
                                              attune_trainer_gguf_get_uint (gguf, "attune.fingerprint", 0),
                                              attune_trainer_gguf_get_uint (gguf, "attune.base", 0), 0);
  g_assert_cmpuint (attune_trainer_references_restore (references, values, N_BATCH), ==, N_BATCH);

  for (guint i = 0; i < N_BATCH; i++)
    values[i] += 10;

  attune_trainer_references_keep (references, values, N_BATCH);
}

/* What the untrained model makes of the pairs is measured once, also where a job is interrupted;
 * another job does not take it for its own. */
static void
test_kept_references (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *settings = write_many_pairs (f);
  g_autofree char *other = g_strconcat (settings, ",\"beta\":0.2", NULL);
  g_autofree char *config = write_config (f, "out", settings);
  g_autofree char *references = fixture_path (f, "out/references.gguf");
  g_autofree char *state = fixture_path (f, "out/state.gguf");
  g_auto(Trainer) stopped = { 0 };
  g_auto(Trainer) changed = { 0 };

  trainer_start (&stopped, TRAIN_ARGUMENT, config);
  trainer_read_until (&stopped, "start", 0);
  g_subprocess_send_signal (stopped.process, SIGKILL);
  trainer_wait (&stopped);
  change_references (references);
  g_unlink (state);

  run_to_the_end (f, &changed, "out", settings);
  g_assert_cmpfloat (attune_json_get_double (trainer_find (&changed, "step", 1), "train_loss", 0),
                     >, log (2) + 0.3);
  g_assert_false (g_file_test (references, G_FILE_TEST_EXISTS));

  {
    g_auto(Trainer) again = { 0 };
    g_auto(Trainer) new = { 0 };

    trainer_start (&again, TRAIN_ARGUMENT, config);
    trainer_read_until (&again, "start", 0);
    g_subprocess_send_signal (again.process, SIGKILL);
    trainer_wait (&again);
    change_references (references);
    run_to_the_end (f, &new, "out", other);
    g_assert_cmpfloat_with_epsilon (attune_json_get_double (trainer_find (&new, "step", 1),
                                                            "train_loss", 0), log (2), 1e-6);
  }
}

static void
test_input_ends (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *config = write_config (f, "out", ",\"n_epochs\":200");
  g_auto(Trainer) trainer = { 0 };
  g_autoptr(GError) error = NULL;

  trainer_start (&trainer, TRAIN_ARGUMENT, config);
  trainer_read_until (&trainer, "step", 1);
  g_output_stream_close (g_subprocess_get_stdin_pipe (trainer.process), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (trainer_wait (&trainer), ==, ATTUNE_TRAINER_EXIT_STOPPED);
}

static void
test_parent_dies (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *config = write_config (f, "out", ",\"n_epochs\":200");
  g_autofree char *state = fixture_path (f, "out/state.gguf");
  g_auto(Trainer) parent = { 0 };

  trainer_start (&parent, PARENT_ARGUMENT, config);
  trainer_read_until (&parent, "step", 1);
  g_subprocess_send_signal (parent.process, SIGKILL);

  /* The pipe is the trainer's too: it ends when both are gone. */
  g_assert_cmpint (trainer_wait (&parent), ==, -1);
  assert_last_type (&parent, "stopped");
  g_assert_true (g_file_test (state, G_FILE_TEST_EXISTS));
}

static int
be_a_parent (const char *config)
{
  g_autoptr(GSubprocess) trainer = NULL;

  /* Its standard input is /dev/null, so that only the parent's death can tell it. */
  trainer = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, program, TRAIN_ARGUMENT, config, NULL);
  g_subprocess_wait (trainer, NULL, NULL);

  return 0;
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char  *name;
    void       (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "whole-job", test_whole_job },
    { "little-memory", test_little_memory },
    { "by-heart", test_by_heart },
    { "same-seed", test_same_seed },
    { "terminated", test_terminated },
    { "killed", test_killed },
    { "disturbed", test_disturbed },
    { "kept-in-step", test_kept_in_step },
    { "kept-in-validation", test_kept_in_validation },
    { "kept-pairs", test_kept_pairs },
    { "kept-references", test_kept_references },
    { "other-state", test_other_state },
    { "validation", test_validation },
    { "failures", test_failures },
    { "full-disk", test_full_disk },
    { "damaged-model", test_damaged_model },
    { "no-vocabulary", test_no_vocabulary },
    { "early-stopping", test_early_stopping },
    { "preferences", test_preferences },
    { "input-ends", test_input_ends },
    { "parent-dies", test_parent_dies },
  };

  program = g_file_read_link ("/proc/self/exe", NULL);

  if (argc == 3 && g_str_equal (argv[1], TRAIN_ARGUMENT))
    return attune_trainer_main (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], PARENT_ARGUMENT))
    return be_a_parent (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/Attune/Trainer/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, fixture_tear_down);
    }

  return g_test_run ();
}
