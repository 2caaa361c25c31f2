# One thing wrong for every message of the shapes: see test_every_shape_can_fail.

PREFIX :        <https://caseboard.example/bromley/>
PREFIX cb:      <https://caseboard.example/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf:    <http://xmlns.com/foaf/0.1/>
PREFIX oa:      <http://www.w3.org/ns/oa#>
PREFIX org:     <http://www.w3.org/ns/org#>
PREFIX prov:    <http://www.w3.org/ns/prov#>
PREFIX rdf:     <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema:  <https://schema.org/>
PREFIX skos:    <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd:     <http://www.w3.org/2001/XMLSchema#>

DELETE { :police skos:prefLabel ?o } INSERT { :police skos:prefLabel "Polizei"@de } WHERE { :police skos:prefLabel ?o } ;
DELETE WHERE { :police dcterms:description ?o } ;
DELETE WHERE { :police dcterms:isReferencedBy ?o } ;
INSERT DATA { :fortune dcterms:source :t18-828 } ;
DELETE { :residents skos:prefLabel ?o } INSERT { :residents skos:prefLabel "Bromley"@en } WHERE { :residents skos:prefLabel ?o } ;
DELETE WHERE { :carr foaf:name ?o } ;
DELETE WHERE { :s-external-support-team--service-improvement-team dcterms:source ?o } ;
DELETE WHERE { :s-key-partners--improvement-board rdf:subject ?o } ;
DELETE WHERE { :s-section-help--report-2016 rdf:subject ?o } ;
DELETE WHERE { :s-section-help--report-2016 rdf:predicate ?o } ;
DELETE WHERE { :s-section-help--report-2016 rdf:object ?o } ;
INSERT DATA { :s-council-members--council cb:readWith :text-2016 } ;
INSERT DATA { :s-council-members--council prov:wasAttributedTo :report-2016 } ;
DELETE WHERE { :s-council-officers--council ?p ?o } ;
INSERT DATA { :post-leader org:postIn :dfe } ;
DELETE WHERE { :post-lead-member org:heldBy ?o } ;
INSERT DATA { :sulke org:holds :post-commissioner . :council org:hasMember :carr . :m a org:Membership ; org:member :carr } ;
DELETE WHERE { :s-post-leader--carr cb:attestedIn ?o } ;
INSERT DATA { :s-post-commissioner--sulke cb:attestedIn "in 2016" } ;
DELETE WHERE { :inspection-2016 cb:status ?o } ;
DELETE WHERE { :inspection-2016 cb:participant ?o } ;
DELETE { :ofsted-visits cb:claimedIn ?o } INSERT { :dfe-visits cb:claimedIn :fortune } WHERE { :ofsted-visits cb:claimedIn ?o } ;
INSERT DATA { :council-meeting cb:claimedIn :answer-visits } ;
INSERT DATA { :ofsted-visits cb:mayOverlap :report-2016 } ;
DELETE WHERE { :action-planning cb:after ?o } ;
INSERT DATA { :monitoring-visit cb:after :full-inspection . :inspection-2016 cb:after :council-meeting } ;
INSERT DATA { :commissioner-work schema:duration "three months" } ;
INSERT DATA { :ofsted-visits cb:howMany "seven" } ;
INSERT DATA { :council-meeting schema:startDate "16 July" } ;
INSERT DATA { :council-meeting schema:endDate "16 July" } ;
INSERT DATA { :looked-after-2016 schema:observationDate "1 March 2016" } ;
INSERT DATA { :report-2016 dcterms:date "in 2016" } ;
INSERT DATA { :monitoring-visit schema:endDate "2017"^^xsd:gYear } ;
INSERT DATA { :text-2016 cb:notBefore "2020-01-01"^^xsd:date } ;
INSERT DATA { :text-2018 cb:notAfter "2020-01-01"^^xsd:date } ;
DELETE WHERE { :text-2016 cb:dateInferred ?o } ;
DELETE WHERE { :text-2018 cb:dateReason ?o } ;
DELETE WHERE { :section-help dcterms:isPartOf ?o } ;
DELETE WHERE { :section-help schema:position ?o } ;
DELETE WHERE { :report-2016 prov:wasAttributedTo ?o } ;
INSERT DATA { :another a schema:Report } ;
DELETE WHERE { :rating-help cb:polarity ?o } ;
DELETE WHERE { :rating-help cb:manner ?o } ;
DELETE WHERE { :rating-help prov:wasAttributedTo ?o } ;
DELETE WHERE { :rating-help schema:about ?o } ;
DELETE WHERE { :rating-help dcterms:isPartOf ?o } ;
INSERT DATA { :rating-help cb:rating "inadequate" ; cb:concerns :council ; cb:leaves :council ; cb:leadsTo :council } ;
INSERT DATA { :foster-care-good cb:manner cb:summedUp } ;
DELETE WHERE { :claim-swift-action schema:author ?o } ;
INSERT DATA { :claim-welcome schema:author :sulke ; cb:onBehalfOf :report-2016 } ;
INSERT DATA { :claim-welcome prov:wasGeneratedBy :council } ;
DELETE WHERE { :question-budget prov:wasGeneratedBy ?o } ;
DELETE WHERE { :question-budget cb:addressedTo ?o } ;
DELETE WHERE { :question-budget schema:about ?o } ;
INSERT DATA { :rating-help prov:wasDerivedFrom :report-2016 } ;
DELETE { :extra-money schema:value ?o } INSERT { :extra-money schema:value 7250000 } WHERE { :extra-money schema:value ?o } ;
INSERT DATA { :extra-money cb:moreThan 9000000.00 } ;
DELETE WHERE { :extra-money schema:currency ?o } ;
DELETE WHERE { :extra-money cb:payer ?o } ;
DELETE WHERE { :extra-money cb:purpose ?o } ;
DELETE WHERE { :extra-money cb:notBefore ?o } ;
DELETE WHERE { :extra-money cb:notAfter ?o } ;
DELETE { :figure-share schema:value ?o } INSERT { :figure-share schema:value "24" } WHERE { :figure-share schema:value ?o } ;
DELETE { :figure-poverty schema:value ?o } INSERT { :figure-poverty schema:value 155 } WHERE { :figure-poverty schema:value ?o } ;
DELETE WHERE { :figure-share schema:unitText ?o } ;
DELETE WHERE { :figure-share cb:measures ?o } ;
DELETE WHERE { :figure-share schema:observationAbout ?o } ;
DELETE WHERE { :figure-share dcterms:spatial ?o } ;
DELETE WHERE { :figure-share prov:wasAttributedTo ?o } ;
INSERT DATA { :figure-share schema:observationPeriod "a year" } ;
DELETE WHERE { :text-2016 schema:sha256 ?o } ;
INSERT DATA { :loose a oa:SpecificResource . :loose-range a oa:TextPositionSelector ; oa:start 9 , 10 } ;
INSERT DATA { :inner a oa:SpecificResource ; oa:hasSource :text-2016 ; oa:hasSelector :inner-range ; cb:manner cb:quoted .
    :inner-range a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 } ;
DELETE WHERE { :inadequate skos:inScheme ?o }
