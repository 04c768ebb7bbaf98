"""Scores of VADER and TextBlob, in an environment of their own: texts in, a pair of scores out.

A text a line on standard input, as JSON; a line of JSON each on standard output: how much speaks
for anger (the negated compound of VADER, the negated polarity of TextBlob), and the seconds of a
processor that each of both took so far.
"""

import json
import sys
import time

from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def main():
    vader = SentimentIntensityAnalyzer()
    spent = [0.0, 0.0]
    for line in sys.stdin:
        text = json.loads(line)
        began = time.process_time()
        first = -vader.polarity_scores(text)["compound"]
        between = time.process_time()
        second = -TextBlob(text).sentiment.polarity
        spent[0] += between - began
        spent[1] += time.process_time() - between
        print(json.dumps([first, second, *spent]))


main()
