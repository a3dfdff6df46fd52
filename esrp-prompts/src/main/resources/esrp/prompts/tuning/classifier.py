"""python classifier.py train [model] | predict FILE.jsonl PROBABILITIES.csv, in this folder; needs transformers and peft.

Cross-entropy over the scores, LoRA with rank 8. A file to predict has lines with "id" and "text": test.jsonl does.
"""
import csv
import json
import sys

import torch
from datasets import load_dataset
from peft import AutoPeftModelForSequenceClassification, LoraConfig, get_peft_model
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

LENGTH = 4096
labels = json.load(open("labels.json", encoding="utf-8"))
scores = [labels["id2label"][str(level)] for level in range(len(labels["id2label"]))]


def tokenizer_of(model):
    tokenizer = AutoTokenizer.from_pretrained(model)
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    return tokenizer


def train(base="Qwen/Qwen3-8B"):
    tokenizer = tokenizer_of(base)
    data = load_dataset("json", data_files={"train": "train.jsonl", "validation": "validation.jsonl"})
    data = data.map(lambda line: tokenizer(line["text"], truncation=True, max_length=LENGTH), remove_columns=["id", "text"])
    model = AutoModelForSequenceClassification.from_pretrained(
        base,
        num_labels=len(scores),
        id2label=dict(enumerate(scores)),
        label2id={score: level for level, score in enumerate(scores)},
        torch_dtype=torch.bfloat16,
    )
    model.config.pad_token_id = tokenizer.pad_token_id
    model = get_peft_model(model, LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="SEQ_CLS"))
    Trainer(
        model=model,
        args=TrainingArguments(
            output_dir="checkpoints",
            per_device_train_batch_size=4,
            gradient_accumulation_steps=4,
            learning_rate=1e-4,
            num_train_epochs=3,
            bf16=True,
            gradient_checkpointing=True,
            gradient_checkpointing_kwargs={"use_reentrant": False},
            eval_strategy="epoch",
            save_strategy="epoch",
            seed=0,
        ),
        train_dataset=data["train"],
        eval_dataset=data["validation"],
        data_collator=DataCollatorWithPadding(tokenizer),
    ).train()
    model.save_pretrained("judge")
    tokenizer.save_pretrained("judge")


def predict(source, target):
    tokenizer = tokenizer_of("judge")
    model = AutoPeftModelForSequenceClassification.from_pretrained(
        "judge", num_labels=len(scores), torch_dtype=torch.bfloat16, device_map="auto"
    ).eval()
    model.config.pad_token_id = tokenizer.pad_token_id
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", *scores])
        # A text with labels of several raters is there several times.
        for id, text in {line["id"]: line["text"] for line in map(json.loads, lines)}.items():
            inputs = tokenizer(text, truncation=True, max_length=LENGTH, return_tensors="pt").to(model.device)
            with torch.no_grad():
                rows.writerow([id, *model(**inputs).logits[0].float().softmax(-1).tolist()])


{"train": train, "predict": predict}[sys.argv[1]](*sys.argv[2:])
