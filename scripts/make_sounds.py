"""Write the sound that calls for attention, and a tone for each loudspeaker, into assets/sounds.

Usage: python scripts/make_sounds.py. It is computed here from sine waves, so it is ours and may be
changed by changing a number. It begins with 200 ms of silence, because a sleeping sound card
swallows the first moments.
"""

import math
import pathlib
import struct
import wave

TARGET = pathlib.Path(__file__).resolve().parents[1] / "assets" / "sounds"
RATE_HZ = 24_000
PEAK = 0.5


def main() -> None:
    """Write the files: 16 bit, 24 kHz; the tones are stereo with one side silent."""
    chime = _silence(0.2)
    for pitch_hz in (523.25, 659.26, 783.99):  # C5 E5 G5: rising, friendly, heard by old ears
        chime += _tone(pitch_hz, 0.28, attack_s=0.012, decay_s=0.16)
    _write("attention", chime + _silence(0.05))
    tone = _silence(0.2) + _tone(659.26, 1.2, attack_s=0.012, decay_s=0.6)
    quiet = [0.0] * len(tone)
    _write("left", tone, quiet)
    _write("right", quiet, tone)


def _tone(pitch_hz: float, length_s: float, *, attack_s: float, decay_s: float) -> list[float]:
    """Samples of a struck tone: linear rise, exponential fall, no jump at either end."""
    count = round(RATE_HZ * length_s)
    samples = []
    for index in range(count):
        at_s = index / RATE_HZ
        rise = min(1.0, at_s / attack_s)
        fall = math.exp(-max(0.0, at_s - attack_s) / decay_s)
        end = min(1.0, (length_s - at_s) / 0.005)
        overtone = 0.25 * math.sin(4 * math.pi * pitch_hz * at_s)
        wave_now = (math.sin(2 * math.pi * pitch_hz * at_s) + overtone) / 1.25
        samples.append(PEAK * rise * fall * end * wave_now)
    return samples


def _silence(length_s: float) -> list[float]:
    return [0.0] * round(RATE_HZ * length_s)


def _write(name: str, *channels: list[float]) -> None:
    """Write one file; its channels are equally long."""
    samples = [sample for moment in zip(*channels, strict=True) for sample in moment]
    TARGET.mkdir(parents=True, exist_ok=True)
    with wave.open(str(TARGET / f"{name}.wav"), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(struct.pack(f"<{len(samples)}h", *(round(32_767 * s) for s in samples)))


if __name__ == "__main__":
    main()
