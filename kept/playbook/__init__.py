"""The playbook: what one can say and do when somebody is angry, and what has proven itself.

A *play* belongs to a situation and a feeling: phrasings that are put into an answer only after an
edit, and steps that are links to what Kept does. A *hint* is raised by words of a customer, with
the words as its reason; a person says whether it is a complaint. A *second thought* is what
somebody wishes they had said: private until they send it or offer it to the playbook. Neighbours:
conversations and promises below, the faces above.
"""
