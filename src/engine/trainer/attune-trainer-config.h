/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-model.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerConfig:
 *
 * What a job is to do: the JSON object in the file that `attune-engine train` is given.
 *
 * | member                     | type    | meaning                                                  |
 * |----------------------------|---------|----------------------------------------------------------|
 * | `base`                     | string  | path of the base model, GGUF; needed                      |
 * | `name`                     | string  | what the tuned model is called; "tuned" unless given      |
 * | `training`                 | string  | path of the training file, JSONL; needed                  |
 * | `validation`               | string  | path of the validation file, JSONL; null or left out: none|
 * | `output_dir`               | string  | a folder for everything that is written, made if missing; needed |
 * | `n_epochs`                 | integer | 1 or more; 0 or left out: automatic                       |
 * | `batch_size`               | integer | examples a step; 0 or left out: automatic                 |
 * | `learning_rate_multiplier` | number  | scales the model's own rate; 0 or left out: automatic     |
 * | `seed`                     | integer | the order of the examples; 0 unless given                 |
 * | `threads`                  | integer | 0 or left out: one for each processor                     |
 * | `context`                  | integer | tokens of the longest example; 0 or left out: 1024, or 2048 with an adapter |
 * | `memory_limit`             | integer | bytes; 0 or left out: what is free                        |
 * | `tuning`                   | string  | "all" weights or an "adapter"; "auto" or left out: all of a very small model |
 * | `adapter`                  | string  | path of an adapter of `base` to go on from; null or left out: none |
 * | `lora_rank`                | integer | the smaller dimension of an adapter's matrices; 0 or left out: automatic |
 * | `lora_alpha`               | number  | what an adapter counts, times `lora_rank`; 0 or left out: twice `lora_rank` |
 * | `lora_matrices`            | array   | of "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"; null or left out: all of them |
 * | `warmup_ratio`             | number  | share of the steps in which the rate rises; left out: 0.05 |
 * | `max_grad_norm`            | number  | longer gradients are shortened to this; 0 or left out: 1  |
 * | `early_stopping`           | boolean | end, with the best checkpoint, when two epochs after it were no better on the validation file |
 * | `method`                   | string  | "supervised" or left out, or "dpo": the files hold pairs of answers |
 * | `beta`                     | number  | of "dpo": how firmly the model is held to what it was; 0 or left out: 0.1 |
 * | `save_interval`            | number  | seconds between two saved states; at most twice as many, or one pass; left out: 30 |
 * | `resume`                   | boolean | go on from the saved state, if there is one that fits     |
 *
 * In `output_dir` the trainer keeps `state.gguf` (to go on from; of pairs, `references.gguf` as well,
 * what the untrained model makes of them), writes `checkpoint-STEP.gguf` at the
 * end of each epoch (the last three and the best are kept), and in the end `results.csv` and `model.gguf`, then
 * removes the state. With an adapter, checkpoints and `model.gguf` hold only that.
 *
 * On standard output there is one JSON object a line, flushed, each with a member `type`:
 *
 * - `start`: `step` (0, or where it goes on), `n_done` and `n_measured` (examples of the next step that
 *   are trained already, where it was interrupted in its midst, and such that are measured, of the
 *   step or of the validation file), `total_steps`, `n_epochs`, `batch_size`,
 *   `learning_rate_multiplier`, `adapter` (whether the result is one), `base_weights` (what tells them
 *   from others), `lora_rank` and `lora_alpha` (0 without), `n_examples`, `n_cut`, `n_left_out`, `n_tokens` (of one epoch),
 *   `trained_parameters`, `memory_bytes`, `threads`
 * - `step`: `step` (from 1), `total_steps`, `epoch` (from 1), `train_loss`,
 *   `train_mean_token_accuracy`, `learning_rate`, `tokens` (trained so far), `tokens_per_second`
 * - `validation`: `step`, `full`, and `valid_loss`, `valid_mean_token_accuracy`
 * - `checkpoint`: `step`, `epoch`, `path`, `train_loss`, `train_mean_token_accuracy`, and with a
 *   validation file `full_valid_loss`, `full_valid_mean_token_accuracy`
 * - `done`: `path`, `results` (path of the CSV file), `trained_tokens`
 * - `stopped`: `step`: the state is saved
 * - `error`: `code`, `message` (a sentence), `line` (of the training or validation file, or null).
 *   The codes are `invalid_config`, `invalid_base_model`, `invalid_training_file`,
 *   `invalid_validation_file`, `insufficient_memory`, `storage`, `diverged`, `internal`.
 *
 * A job that was killed and goes on repeats some lines, with the same numbers in them.
 */
typedef struct
{
  char    *base;
  char    *name;
  char    *training;
  char    *validation;
  char    *output_dir;
  guint    n_epochs;
  guint    batch_size;
  double   learning_rate_multiplier;
  guint64  seed;
  guint    threads;
  guint    context;
  guint64  memory_limit;
  gboolean resume;
  gint64   save_interval;   /* microseconds */

  AttuneTrainerTuning   tuning;
  char                 *adapter;
  guint                 lora_rank;
  double                lora_alpha;
  AttuneTrainerMatrices lora_matrices;
  double                warmup_ratio;
  double                max_grad_norm;
  gboolean              stops_early;
  gboolean              has_pairs;      /* "dpo" */
  double                beta;
  double                base_rate;      /* what a multiplier of 1 means; chosen with the automatic */
} AttuneTrainerConfig;

AttuneTrainerConfig *attune_trainer_config_load              (const char           *path,
                                                              GError              **error);
void                 attune_trainer_config_free              (AttuneTrainerConfig  *self);
void                 attune_trainer_config_choose_automatic  (AttuneTrainerConfig  *self,
                                                              guint                 n_examples,
                                                              guint64               n_tokens);
void                 attune_trainer_config_choose_context    (AttuneTrainerConfig  *self,
                                                              gboolean              has_adapter,
                                                              guint                 limit);
void                 attune_trainer_config_choose_adapter    (AttuneTrainerConfig  *self,
                                                              guint                 n_examples,
                                                              guint64               n_weights);
void                 attune_trainer_config_get_adapter_rule  (guint                *n_windows,
                                                              guint                *minimum,
                                                              guint                *maximum);
double               attune_trainer_config_get_learning_rate (AttuneTrainerConfig  *self,
                                                              guint                 step,
                                                              guint                 total_steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerConfig, attune_trainer_config_free)

G_END_DECLS
