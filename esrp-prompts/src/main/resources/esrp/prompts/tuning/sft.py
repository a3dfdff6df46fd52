"""python sft.py [model], in this folder; needs trl and peft. The loss is on the completion only."""
import sys

import torch
from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

MODEL = sys.argv[1] if len(sys.argv) > 1 else "Qwen/Qwen3-8B"
data = load_dataset("json", data_files={"train": "train.jsonl", "validation": "validation.jsonl"})
# Qwen3 is asked not to think; templates of other models ignore this.
data = data.map(lambda line: {"chat_template_kwargs": {"enable_thinking": False}})
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained(MODEL, torch_dtype=torch.bfloat16),
    processing_class=AutoTokenizer.from_pretrained(MODEL),
    train_dataset=data["train"],
    eval_dataset=data["validation"],
    peft_config=LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM"),
    args=SFTConfig(
        output_dir="judge",
        completion_only_loss=True,
        max_length=4096,
        per_device_train_batch_size=4,
        gradient_accumulation_steps=4,
        learning_rate=1e-4,
        num_train_epochs=3,
        bf16=True,
        eval_strategy="epoch",
        save_strategy="epoch",
        seed=0,
    ),
)
trainer.train()
trainer.save_model()
